import { type Chunks, jsonOf, type Row, rowOf, tooLong } from '../row.ts'
import { readLines } from './lines.ts'

/** The rows of newline-delimited JSON. A line that is broken spoils no other one. Empty lines do not count. */
export async function* readJsonLines(chunks: Chunks): AsyncGenerator<Row> {
  for await (const { line, bytes } of readLines(chunks)) {
    if (bytes === null) yield { line, problem: tooLong() }
    else if (bytes.some(byte => byte > 0x20)) yield rowOf(line, () => jsonOf(bytes))
  }
}
