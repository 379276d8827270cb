import * as z from 'zod/mini'
import { text } from '../values.ts'
import type { FieldKey } from '../words/fields.ts'

/** The secret in a mailed link. Only its signature proves that it is one of ours. */
export const MailedSecret = text('linkIncomplete').check(
  z.minLength(1, 'linkIncomplete' satisfies FieldKey),
  z.maxLength(256, 'linkForeign' satisfies FieldKey),
)
