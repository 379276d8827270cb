import { createHmac, type KeyObject, randomInt } from 'node:crypto'

/** Without vowels, so that no words appear, and without characters that look alike. */
const alphabet = 'bcdfghjkmnpqrstvwxz2346789'
const groups = 3
const groupLength = 4

/** A new code of 56 random bits, such as `k7wq-4mzt-9hbx`. */
export const makeCode = (): string =>
  Array.from({ length: groups }, () =>
    Array.from({ length: groupLength }, () => alphabet[randomInt(alphabet.length)]).join(''),
  ).join('-')

/** The hashes of a code as a person types it, one for each key. Keyed: someone with the table alone cannot try codes. */
export const hashesOf = (keys: readonly KeyObject[], userId: string, typed: string): Buffer<ArrayBuffer>[] =>
  keys.map(key =>
    createHmac('sha256', key)
      .update(`${userId}:${plain(typed)}`)
      .digest(),
  )

/** Neither case nor width nor anything between the letters counts. */
const plain = (typed: string) =>
  typed
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
