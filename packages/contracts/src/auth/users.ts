import * as z from 'zod/mini'
import { Id, Instant, text } from '../values.ts'
import type { FieldKey } from '../words/fields.ts'
import { Language } from '../words/language.ts'

/** RFC 5321 section 4.5.3.1: 64 octets before the @, 254 in all (RFC 3696, erratum 1690). */
const addressPattern =
  /^(?=.{1,64}@)(?=.{3,254}$)[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+(xn--[a-z0-9-]{1,58}[a-z0-9]|[a-z]{2,63})$/

/** Spaces and invisible characters around an address, which come along when it is copied. */
const around = /^[\s\p{Cf}]+|[\s\p{Cf}]+$/gu

/**
 * Trims the address, composes it (NFC), lower-cases it and converts its domain to punycode. Validate and store only this
 * form. Validation before normalisation once let look-alikes of @ through (GHSA-7rqj-j65f-68wh).
 */
export function normaliseEmail(typed: string): string {
  const address = typed.replace(around, '').normalize('NFC').toLowerCase()
  const at = address.lastIndexOf('@')
  const domain = address.slice(at + 1)
  // Node and browsers share one punycode encoder: the URL parser. Domains that it would not read as a plain host stay unchanged.
  if (at < 0 || /^[\x21-\x7e]*$/.test(domain) || /[\s/\\?#@:%[\]]/.test(domain)) return address
  return `${address.slice(0, at)}@${hostOf(domain)}`
}

function hostOf(domain: string): string {
  try {
    // Not `URL.canParse`, which older browsers lack.
    return new URL(`http://${domain}`).hostname
  } catch {
    return domain
  }
}

/** One email address, normalised before it is validated. */
export const Email = z.pipe(
  z.pipe(text('emailMissing').check(z.maxLength(320, 'emailTooLong' satisfies FieldKey)), z.transform(normaliseEmail)),
  z
    .string()
    .check(z.minLength(1, 'emailMissing' satisfies FieldKey), z.regex(addressPattern, 'emailWrong' satisfies FieldKey)),
)

/** A field with a default came with 0.2. While a deployment runs, a server of the version before still answers without it. */
export const User = z.object({
  id: Id,
  email: z.string(),
  name: z.nullable(z.string()),
  /** The language of pages and mails. Null: as the browser says. */
  language: z._default(z.nullable(Language), null),
  /** A name of the IANA database. Null until a browser of the person has named one. Older browsers may not know it. */
  timeZone: z._default(z.nullable(z.string()), null),
  createdAt: Instant,
})
export type User = z.infer<typeof User>
