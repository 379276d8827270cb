import * as z from 'zod/mini'
import { parsed } from '../person.ts'
import { flag } from './booleans.ts'
import { djangoHash } from './django-hashes.ts'
import type { Format } from './format.ts'

const Fields = z.object({
  email: z.string(),
  password: z.string(),
  first_name: z.optional(z.string()),
  last_name: z.optional(z.string()),
  is_active: z.optional(flag),
  date_joined: z.optional(z.string()),
})
/** What `manage.py dumpdata` writes, for each model. */
const Dumped = z.object({ model: z.string(), fields: z.unknown() })

export const django: Format = {
  listName: null,
  csv: { required: ['email', 'password'] },
  claimsOf(row) {
    const dumped = Dumped.safeParse(row)
    // A dump may hold other models too. Projects name their own model of people differently.
    if (dumped.success && !dumped.data.model.endsWith('user')) return null
    const user = parsed(Fields, dumped.success ? dumped.data.fields : row)
    return {
      email: user.email,
      // Django does not know whether a person has proven their address.
      emailVerified: false,
      name: [user.first_name, user.last_name].filter(Boolean).join(' '),
      createdAt: user.date_joined,
      disabled: user.is_active === false,
      passwordHash: user.password && djangoHash(user.password),
    }
  },
}
