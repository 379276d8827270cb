import { api as de } from './de/api.ts'
import { api as en } from './en/api.ts'
import type { Language } from './language.ts'

export type ApiWords = typeof en

/** The words of the API's answers, in each language. */
export const apiWords: Record<Language, ApiWords> = { en, de }
