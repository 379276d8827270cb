import { readFileSync } from 'node:fs'
import path from 'node:path'
import { brotliDecompressSync } from 'node:zlib'

const file = path.join(import.meta.dirname, 'common.txt.br')
const lineBreak = 0x0a

/** A minimum length makes people pad the password that they know; so many digits or symbols at its end are no secret. */
const mostPadding = 4

/**
 * Whether a password of 8 or more characters is among the 117,913 that are tried first, in any case, and with up to four
 * digits or symbols behind it. Exact: it knows the list and guesses nothing. docs/security.md says where the list is from.
 */
export const isCommon = (password: string): boolean => stemsOf(password.toLowerCase()).some(isListed)

/** The password, and what is left of it without one to four characters at its end that are no letters. */
function stemsOf(password: string): string[] {
  const stems = [password]
  const characters = [...password]
  while (stems.length <= mostPadding && /^\P{L}$/u.test(characters.pop() ?? '')) stems.push(characters.join(''))
  return stems
}

let list: Buffer | undefined

/** Looks for a line in the list as it lies, sorted by its bytes: 1.3 MB, and no object for each entry. */
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
