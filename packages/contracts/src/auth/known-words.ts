import { brand } from '../brand.ts'

/** In letters. Shorter words appear by chance in many unrelated passwords. */
const wordMinLength = 4
/** In letters and digits. With fewer besides the known words, a password is easy to guess. */
const ownMinLength = 6

/**
 * Whether a password consists of known words and fewer than 6 other letters and digits (ASVS 6.2.11). Known words are the
 * brand's name, the texts in `known` (such as the person's name, their address and the host) and the parts of these.
 * Case, accents and symbols are ignored. So are parts of fewer than 4 letters.
 */
export function isMadeOf(password: string, known: readonly string[]): boolean {
  const whole = fold(password)
  const left = wordsOf([brand.name, ...known]).reduce((rest, word) => rest.replaceAll(word, ' '), whole)
  return left !== whole && [...left.replaceAll(' ', '')].length < ownMinLength
}

/** Each text and each of its parts, folded. The longest come first, so a short word does not break up a longer one. */
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
