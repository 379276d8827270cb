import { readFileSync } from 'node:fs'
import path from 'node:path'
import { brotliDecompressSync } from 'node:zlib'

const file = path.join(import.meta.dirname, 'common.txt.br')
const lineBreak = 0x0a

/** A minimum length makes people pad a password that they know. Up to this many digits or symbols at its end add no secrecy. */
const mostPadding = 4

/**
 * Whether a password of 8 or more characters is among the 117,913 that attackers try first. Ignores case, and up to four digits
 * or symbols at its end. The check is exact, without false positives. docs/security.md names the source of the list.
 */
export const isCommon = (password: string): boolean => stemsOf(password.toLowerCase()).some(isListed)

/** The password, and what is left after removing one to four characters from its end. A letter ends the removal. */
function stemsOf(password: string): string[] {
  const stems = [password]
  const characters = [...password]
  while (stems.length <= mostPadding && /^\P{L}$/u.test(characters.pop() ?? '')) stems.push(characters.join(''))
  return stems
}

let list: Buffer | undefined

/** A binary search in the sorted bytes of the list. The list takes 1.3 MB, without an object for each entry. */
function isListed(password: string): boolean {
  list ??= brotliDecompressSync(readFileSync(file))
  const wanted = Buffer.from(password)
  let from = 1
  let to = list.length
  while (from < to) {
    const middle = (from + to) >> 1
    const start = list.lastIndexOf(lineBreak, middle - 1) + 1
    const end = list.indexOf(lineBreak, middle)
    const order = wanted.compare(list, start, end)
    if (order === 0) return true
    if (order < 0) to = start
    else from = end + 1
  }
  return false
}
