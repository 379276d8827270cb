import * as z from 'zod/mini'
import { text } from './values.ts'
import type { FieldKey } from './words/fields.ts'

/**
 * Characters that move a cursor, break a line or turn the direction of text. In one line of text they could forge what others read
 * (CVE-2021-42574), or drive the terminal of an admin (CWE-150).
 */
const steering = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu

/**
 * Characters that show nothing and come along unseen when text is copied. Two names could differ in them alone, or carry a message.
 * Needed are joiners, variants of a character, fillers of old Korean, and the tags in the flag of a region (group 1). Those that
 * turn the direction of more text than a mark are left to `steering`.
 */
const hidden =
  /(\u{1f3f4}[\u{e0030}-\u{e0039}\u{e0061}-\u{e007a}]{3,6}\u{e007f})|(?![\u034f\u115f-\u1160\u200c-\u200d\u202a-\u202e\u2066-\u2069\p{Variation_Selector}])[\p{Default_Ignorable_Code_Point}\ufff9-\ufffc]/gu

/** Text as one line that is safe to print: each steering character becomes its number, such as \u{1b}. */
export const printable = (value: string): string =>
  value.replace(steering, character => String.raw`\u{${character.codePointAt(0)?.toString(16)}}`)

/**
 * Whether a text shows anything. Spaces, invisible characters, and marks without a letter do not. Nor do letters and signs that fonts
 * draw empty: a Braille cell, the place of an object, a note without a head, and blanks of hieroglyphs.
 */
export const isVisible = (value: string): boolean =>
  /[^\s\p{Z}\p{M}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\u2800\ufffc\u{1d159}\u{13441}\u{13442}]/u.test(
    value,
  )

/**
 * One line of text that people read, such as a name: without hidden characters, trimmed, composed (NFC), each run of spaces as one
 * space, and visible.
 */
export const line = (sentence: FieldKey) =>
  text(sentence).check(
    z.overwrite(value => value.replace(hidden, '$1')),
    z.trim(),
    z.refine(value => value.search(steering) === -1, 'lineBroken' satisfies FieldKey),
    z.normalize('NFC'),
    z.overwrite(value => value.replace(/\p{Zs}+/gu, ' ')),
    // `isVisible` implies it. It stands here for the OpenAPI document.
    z.minLength(1, sentence),
    z.refine(isVisible, sentence),
  )

/** Text of any number of lines that people read: trimmed, composed (NFC), without control characters, and visible. */
export const lines = (sentence: FieldKey) =>
  text(sentence).check(
    z.trim(),
    z.refine(value => !/\p{Cc}/u.test(value.replace(/[\n\r\t]/g, '')), 'linesBroken' satisfies FieldKey),
    z.normalize('NFC'),
    // `isVisible` implies it. It stands here for the OpenAPI document.
    z.minLength(1, sentence),
    z.refine(isVisible, sentence),
  )
