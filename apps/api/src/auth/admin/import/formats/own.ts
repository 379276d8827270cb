import * as z from 'zod/mini'
import { parsed } from '../person.ts'
import type { Format } from './format.ts'

const text = z.optional(z.nullable(z.string()))

/** A person in Latchkey's own format. Strict: a misspelt field would be lost in silence. */
export const OwnRow = z.strictObject({
  email: z.string(),
  emailVerified: z.optional(z.boolean()),
  name: text,
  language: text,
  createdAt: text,
  disabled: z.optional(z.boolean()),
  passwordHash: text,
})
export type OwnRow = z.infer<typeof OwnRow>

/** Latchkey's own format: one JSON object a line, as `latchkey export` writes it. A missing `emailVerified` counts as false. */
export const ndjson: Format = {
  listName: null,
  csv: null,
  claimsOf(row) {
    const { emailVerified = false, ...claims } = parsed(OwnRow, row)
    return { ...claims, emailVerified }
  },
}
