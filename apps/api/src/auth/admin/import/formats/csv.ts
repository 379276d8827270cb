import * as z from 'zod/mini'
import { parsed } from '../person.ts'
import { yes } from './booleans.ts'
import type { Format } from './format.ts'

const text = z.optional(z.string())

const CsvRow = z.strictObject({
  email: z.string(),
  emailVerified: yes,
  name: text,
  language: text,
  createdAt: text,
  disabled: z.optional(yes),
  passwordHash: text,
})

/** Any spreadsheet, with the same fields as our own format. */
export const csv: Format = {
  listName: null,
  csv: { required: ['email', 'emailVerified'] },
  claimsOf: row => parsed(CsvRow, row),
}
