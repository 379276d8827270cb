import * as z from 'zod/mini'
import type { FieldKey } from '../words/fields.ts'

/** How many digits a code has. */
export const codeLength = 6

/** What mails, clipboards and keyboards put between the digits: spaces, dashes and invisible characters. */
const between = String.raw`[\s\p{Cf}\p{Pd}]*`
const groups = new RegExp(String.raw`\d(?:${between}\d)*`, 'gu')

/** The decimal digits of a text, as ASCII. Some keyboards type wide digits, or those of another script, such as Arabic. */
export const digitsOf = (typed: string): string => withPlainDigits(typed).replace(/\D/g, '')

/**
 * The code in a text, such as "Your code: 071 584"; the text itself if it holds none, or more than one. Digits belong together until
 * another character than a space or a dash comes between them.
 */
export function findCode(typed: string): string {
  const found = (withPlainDigits(typed).match(groups) ?? []).map(digitsOf).filter(({ length }) => length === codeLength)
  const [code, another] = new Set(found)
  return code !== undefined && another === undefined ? code : typed
}

const withPlainDigits = (typed: string) => typed.normalize('NFKC').replace(/\p{Nd}/gu, valueOfDigit)

/** The value of a decimal digit of any script. Unicode has the ten digits of a script in a row, and some rows touch. */
function valueOfDigit(digit: string): string {
  let zero = digit.codePointAt(0) ?? 0
  for (; /\p{Nd}/u.test(String.fromCodePoint(zero - 1)); zero--);
  return String(((digit.codePointAt(0) ?? 0) - zero) % 10)
}

/** A six-digit code, as a person types or pastes it. */
export const Code = z
  .string({ error: 'codeMissing' satisfies FieldKey })
  .check(z.overwrite(findCode), z.regex(/^\d{6}$/, 'codeWrong' satisfies FieldKey))
