import { type Chunks, mostRowBytes } from '../row.ts'

const newline = 0x0a

/** The lines of a file, from 1 on, without their ends. Null for one that is too long, which is never in memory as a whole. */
export async function* readLines(chunks: Chunks): AsyncGenerator<{ line: number; bytes: Buffer | null }> {
  let line = 1
  let parts: Buffer[] = []
  let length = 0
  function take(part: Buffer) {
    length += part.length
    if (length > mostRowBytes) parts = []
    else parts.push(part)
  }
  function finish() {
    const finished = { line, bytes: length > mostRowBytes ? null : withoutReturn(Buffer.concat(parts)) }
    line += 1
    parts = []
    length = 0
    return finished
  }
  for await (const chunk of chunks) {
    let start = 0
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
      take(chunk.subarray(start, end))
      yield finish()
      start = end + 1
    }
    take(chunk.subarray(start))
  }
  if (length > 0) yield finish()
}

const withoutReturn = (bytes: Buffer) => (bytes.at(-1) === 0x0d ? bytes.subarray(0, -1) : bytes)
