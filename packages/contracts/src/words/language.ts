import * as z from 'zod/mini'

/** The languages of this version, by their BCP 47 tag. The first one is the default. */
export const languages = ['en', 'de'] as const

export const Language = z.enum(languages)
export type Language = z.infer<typeof Language>

/** The first of the tags `wanted` that we know, without its region: "de-AT" gets German. English if there is none. */
export function chooseLanguage(wanted: readonly string[]): Language {
  const found = wanted.map(tag => tag.toLowerCase().split('-')[0]).find(tag => languages.includes(tag as Language))
  return (found as Language | undefined) ?? languages[0]
}
