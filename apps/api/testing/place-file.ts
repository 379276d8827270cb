import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'

type Value = string | number | { [key: string]: Value }

/** Bytes of MaxMind's format: the type and size, then the value. Only what these tests need. */
function encode(value: Value): Buffer {
  if (typeof value === 'number') return Buffer.from([0xc4, ...[24, 16, 8, 0].map(by => (value >> by) & 255)])
  if (typeof value === 'string') return Buffer.concat([head(2, Buffer.byteLength(value)), Buffer.from(value)])
  const entries = Object.entries(value)
  return Buffer.concat([head(7, entries.length), ...entries.flatMap(([key, each]) => [encode(key), encode(each)])])
}

const head = (type: number, size: number) =>
  size < 29 ? Buffer.from([(type << 5) | size]) : Buffer.from([(type << 5) | 29, size - 29])

/**
 * A database that knows one IPv4 network of 8 bits, such as 203.0.0.0/8. The tree has a node for each bit; the other side of each
 * leads nowhere.
 */
export function placeDatabase(firstByte: number, entry: Value, databaseType = 'GeoLite2-City'): Buffer {
  // In a tree for IPv6, IPv4 begins after 96 zeros.
  const bits = [...Array(96).fill(0), ...[7, 6, 5, 4, 3, 2, 1, 0].map(by => (firstByte >> by) & 1)]
  const nowhere = bits.length
  const found = bits.length + 16
  const nodes = bits.map((bit, at) => {
    const next = at + 1 < bits.length ? at + 1 : found
    return bit ? [nowhere, next] : [next, nowhere]
  })
  const tree = Buffer.from(nodes.flat().flatMap(record => [(record >> 16) & 255, (record >> 8) & 255, record & 255]))
  const about = encode({
    binary_format_major_version: 2,
    database_type: databaseType,
    ip_version: 6,
    node_count: bits.length,
    record_size: 24,
  })
  return Buffer.concat([tree, Buffer.alloc(16), encode(entry), Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1'), about])
}

/** Writes a file that is removed when the test ends. */
export async function temporaryFile(content: Buffer | string): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'latchkey-places-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = path.join(folder, 'places.mmdb')
  await writeFile(file, content)
  return file
}

export const munich = {
  city: { names: { en: 'Munich', de: 'München' } },
  country: { iso_code: 'DE', names: { en: 'Germany' } },
}
