import { queryOptions } from '@tanstack/react-query'
import { call } from '../../platform/api-client.ts'

/**
 * The linked accounts, the providers that can be linked, and the component that shows them. Without any, it does not load. The sign-in
 * page knows this query by its route, so the contract loads later.
 */
export const linkedQuery = queryOptions({
  queryKey: ['identities'],
  async queryFn() {
    const [{ identities }, { providers }] = await Promise.all([
      import('@latchkey/contracts/auth/identities'),
      import('@latchkey/contracts/auth/listed-providers'),
    ])
    const [linked, listed] = await Promise.all([call(identities, {}), call(providers, {})])
    const isEmpty = linked.data.length + listed.data.length === 0
    return {
      linked: linked.data,
      providers: listed.data,
      LinkedSection: isEmpty ? undefined : (await import('./linked-section.tsx')).LinkedSection,
    }
  },
  structuralSharing: false,
})
