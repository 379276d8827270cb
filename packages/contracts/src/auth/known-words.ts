import { brand } from '../brand.ts'

/** In letters: with fewer, a word is in many passwords that have nothing to do with it. */
const wordMinLength = 4
/** In letters and digits: with fewer of its own, a password made of known words is as good as known. */
const ownMinLength = 6

/**
 * Whether a password is made of what is known about its person and this place (ASVS 6.2.11): of `known`, such as a name, an
 * address and the host, or of a part of these, and fewer than 6 letters and digits besides. Case, accents and symbols
 * count for nothing, and parts of fewer than 4 letters are not looked for.
 */
export function isMadeOf(password: string, known: readonly string[]): boolean {
  const whole = fold(password)
  const left = wordsOf([brand.name, ...known]).reduce((rest, word) => rest.replaceAll(word, ' '), whole)
  return left !== whole && [...left.replaceAll(' ', '')].length < ownMinLength
}

/** Each text and each part of it, folded, the longest first, so that none hides in another. */
function wordsOf(texts: readonly string[]): string[] {
  const words = texts.flatMap(each => [each, ...each.split(/[^\p{L}\p{M}\p{N}]+/u)]).map(fold)
  return words.filter(word => lettersIn(word) >= wordMinLength).sort((a, b) => b.length - a.length)
}

const fold = (typed: string) =>
  typed
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')

const lettersIn = (word: string) => word.match(/\p{L}/gu)?.length ?? 0
