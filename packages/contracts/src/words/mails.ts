import { mails as de } from './de/mails.ts'
import { mails as en } from './en/mails.ts'
import type { Language } from './language.ts'

export type MailWords = typeof en

/** The words of the emails, in each language. */
export const mailWords: Record<Language, MailWords> = { en, de }
