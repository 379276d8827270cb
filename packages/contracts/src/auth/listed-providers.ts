import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'

// Apart from `identities.ts`, because the sign-in page and the dialog that confirms a session need no more of it.

/** The mark beside a provider's name. `other`: it has none that we know. */
export const providerMarks = ['google', 'microsoft', 'apple', 'github', 'gitlab', 'other'] as const

/** A provider that the operator set up. */
export const ListedProvider = z.object({
  id: z.string(),
  /** Its name on buttons, such as `Google`. */
  label: z.string(),
  /** One of `providerMarks`, or one that a later version added. */
  mark: z.string(),
})
export type ListedProvider = z.infer<typeof ListedProvider>

export const providers = endpoint({
  method: 'GET',
  path: '/api/providers',
  summary: 'Lists the providers that you can sign in with.',
  responses: { 200: z.array(ListedProvider) },
})
