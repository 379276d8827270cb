import * as z from 'zod/mini'
import { text } from '../values.ts'

/** The secret in a mailed link. Only its signature proves that it is one of ours. */
export const MailedSecret = text('This link is not complete.').check(
  z.minLength(1, 'This link is not complete.'),
  z.maxLength(256, 'This link is not one of ours.'),
)
