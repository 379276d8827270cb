import { createReadStream } from 'node:fs'
import { CommandError } from '../commands/terminal.ts'
import type { Format } from './formats/format.ts'
import { readCopy } from './read/copy.ts'
import { readCsv } from './read/csv.ts'
import { readJsonLines } from './read/json-lines.ts'
import { readJsonList } from './read/json-list.ts'
import type { Chunks, Row } from './row.ts'

/**
 * The rows of a file, a part of it in memory at a time. How it is written follows from its first character, and from `.sql` at the end
 * of its name.
 * @throws {CommandError} for a file that cannot be read, or that the format does not know
 */
export async function* openRows(path: string, format: Format): AsyncGenerator<Row> {
  const chunks = withoutMark(readChunks(path))
  const first = await chunks.next()
  if (first.done) throw new CommandError(`${path} is empty.`)
  yield* rowsOf(path, format, first.value, rejoin(first.value, chunks))
}

function rowsOf(path: string, format: Format, beginning: Buffer, chunks: Chunks): AsyncGenerator<Row> {
  const character = beginning.toString('latin1').trimStart()[0]
  if (format.table !== undefined && path.endsWith('.sql')) return readCopy(chunks, format.table)
  if (character === '[') return readJsonList(chunks, format.listName)
  if (character === '{') return format.listName === null ? readJsonLines(chunks) : readJsonList(chunks, format.listName)
  if (format.csv) return readCsv(chunks, format.csv)
  throw new CommandError(`${path} does not begin as JSON does, with { or [.`)
}

async function* readChunks(path: string): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 })) yield chunk as Buffer
  } catch (error) {
    throw new CommandError(`${path} cannot be read: ${(error as Error).message}.`)
  }
}

/** Without the byte order mark of a spreadsheet. */
async function* withoutMark(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let isFirst = true
  for await (const chunk of chunks) {
    if (isFirst && [0xfffe, 0xfeff].includes(chunk.length > 1 ? chunk.readUInt16BE() : 0))
      throw new CommandError('The file is UTF-16. Save it as UTF-8.')
    yield isFirst && chunk.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])) ? chunk.subarray(3) : chunk
    isFirst = false
  }
}

async function* rejoin(first: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield first
  yield* rest
}
