import * as z from 'zod/mini'
import { parsed } from '../person.ts'
import { yes } from './booleans.ts'
import type { Format } from './format.ts'

const text = z.optional(z.string())
/** A line break means that a quote was left open, and that other people stand in this field. */
const line = z.optional(z.string().check(z.regex(/^[^\r\n]*$/)))

const CsvRow = z.strictObject({
  email: z.string(),
  emailVerified: yes,
  name: text,
  language: line,
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
