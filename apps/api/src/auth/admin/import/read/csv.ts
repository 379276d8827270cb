import { Readable } from 'node:stream'
import { parse } from 'csv-parse'
import { CommandError } from '../../commands/terminal.ts'
import { type Chunks, mostRowBytes, type Row, RowProblem } from '../row.ts'

export interface Columns {
  /** The names of the columns, for a file without a first line of names. Default: the first line has them. */
  readonly names?: readonly string[]
  /** Columns that the file must have. */
  readonly required: readonly string[]
  /** Whether quotes inside of a field may stand alone, as some systems write them. */
  readonly looseQuotes?: boolean
}

/**
 * The rows of a CSV file (RFC 4180), each as an object by the names of its columns. Quoted fields may hold line breaks.
 * @throws {CommandError} for a file that lacks a column
 */
export async function* readCsv(chunks: Chunks, { names, required, looseQuotes = false }: Columns): AsyncGenerator<Row> {
  const broken: Row[] = []
  const parser = parse({
    info: true,
    relax_column_count: true,
    relax_quotes: looseQuotes,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: mostRowBytes,
    on_skip(error) {
      broken.push({ line: parser.info.lines, problem: new RowProblem('', reasonOf(error?.code)) })
      return undefined
    },
  })
  const source = Readable.from(chunks)
  source.once('error', error => parser.destroy(error))
  let columns = names
  for await (const { record, info } of source.pipe(parser) as AsyncIterable<{
    record: string[]
    info: { lines: number }
  }>) {
    yield* broken.splice(0)
    const line = info.lines - record.join('').split('\n').length + 1
    if (columns === undefined) {
      columns = record.map(each => each.trim())
      requireColumns(columns, required)
    } else if (names === undefined ? record.length !== columns.length : record.length < required.length)
      yield { line, problem: new RowProblem('', 'has more or fewer fields than the first line') }
    else yield { line, value: Object.fromEntries(columns.map((name, at) => [name, record[at] ?? ''])) }
  }
  yield* broken
}

function requireColumns(columns: readonly string[], required: readonly string[]): void {
  const missing = required.filter(name => !columns.includes(name))
  if (missing.length > 0)
    throw new CommandError(`The first line must name the columns. These are missing: ${missing.join(', ')}.`)
}

const reasonOf = (code: string | undefined): string =>
  code === 'CSV_MAX_RECORD_SIZE'
    ? 'is longer than 1 MiB: perhaps a quote is not closed'
    : 'has a quote in a wrong place'
