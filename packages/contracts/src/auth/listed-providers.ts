import * as z from 'zod/mini'

// Apart from `identities.ts`, because the dialog that confirms a session needs no more of it.

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
