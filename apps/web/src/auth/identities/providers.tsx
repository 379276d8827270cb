import { providers } from '@latchkey/contracts/auth/listed-providers'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'
import { call } from '../../platform/api-client.ts'
import { appKey } from '../../platform/outage.ts'
import { useCatalogue } from '../../platform/words/use-words.ts'
import { readLastProvider } from './last-provider.ts'

/**
 * The other ways in, by providers. They come with the server's answer, so they are the last on a page and move nothing. Where the
 * operator set up none, nothing more loads.
 */
export function Providers() {
  const catalogue = useCatalogue()
  const queryClient = useQueryClient()
  const [buttons, setButtons] = useState<ReactNode>()
  useEffect(() => {
    const load = async () => {
      const { data } = await queryClient.fetchQuery({
        queryKey: [appKey, 'providers'],
        queryFn: () => call(providers, {}),
      })
      if (data.length === 0) return
      const id = readLastProvider()
      const last = data.find(provider => provider.id === id)
      const [{ ProviderButtons }, there] = await Promise.all([
        import('./provider-buttons.tsx'),
        last && import('./sign-out-there.tsx'),
        catalogue.load(['providers']),
      ])
      setButtons(
        <>
          <ProviderButtons providers={data} last={last} />
          {there && last && <there.SignOutThere provider={last} />}
        </>,
      )
    }
    // The other ways work without it.
    load().catch(() => undefined)
  }, [catalogue, queryClient])
  return buttons
}
