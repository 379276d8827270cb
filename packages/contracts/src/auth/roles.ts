import * as z from 'zod/mini'

// Apart from the calls of admins, which no other page needs.

/** What a person may do to others' accounts. Only the command line gives the role of an admin. */
export const Role = z.enum(['person', 'admin'])
export type Role = z.infer<typeof Role>
