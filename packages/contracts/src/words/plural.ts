/** A sentence with its inner parts, such as a link or a time. Each language puts them where it needs them. */
export type Rich<T> = readonly (string | T)[]

type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }

/** The form for `count` in this language, with the number in place of each #. */
export const plural = (language: string, count: number, forms: Forms): string =>
  (forms[new Intl.PluralRules(language).select(count)] ?? forms.other).replaceAll('#', count.toLocaleString(language))
