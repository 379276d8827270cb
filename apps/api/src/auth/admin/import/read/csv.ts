import { Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
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
 * The rows of a CSV file (RFC 4180), each as an object by the names of its columns. Quoted fields may hold line breaks. A quote in a wrong
 * place ends the reading: behind it, nothing tells where a row ends, and people would be lost as the text of another. A quote that is
 * closed only in a later row leaves people in a field, whose row is a problem, also where the format does not read that field.
 * @throws {CommandError} for a file that lacks a column, and for a row whose quotes are wrong
 */
export async function* readCsv(chunks: Chunks, { names, required, looseQuotes = false }: Columns): AsyncGenerator<Row> {
  /** Up to the end of the last row that the parser has read. It reads ahead of those that take its rows. */
  let linesRead = 0
  const linesOf = (raw: string): Lines => ({
    line: linesRead + 1 + countBreaks(raw.slice(0, -raw.trimStart().length)),
    lastLine: linesRead + 1 + countBreaks(raw.trimEnd()),
  })
  const parser = parse({
    raw: true,
    relax_column_count: true,
    relax_quotes: looseQuotes,
    skip_empty_lines: true,
    max_record_size: mostRowBytes,
    on_record(given, { raw = '' }) {
      const lines = linesOf(raw)
      linesRead += countBreaks(raw)
      return { ...given, lines }
    },
  })
  const source = Readable.from(chunks)
  source.once('error', error => parser.destroy(error))
  let columns = names
  try {
    for await (const { record, lines } of source.pipe(parser) as AsyncIterable<Parsed>) {
      if (columns === undefined) {
        columns = record.map(each => each.trim())
        requireColumns(columns, required)
      } else if (names === undefined ? record.length !== columns.length : record.length < required.length) {
        // Perhaps the row is several people, whose line breaks stand between two quotes.
        if (lines.lastLine > lines.line) throw brokenRow(lines, otherFields)
        yield { ...lines, problem: new RowProblem('', otherFields) }
      } else {
        const swallowing = columns.find((_, at) => mayHoldPeople(record[at] ?? ''))
        if (swallowing !== undefined) yield { ...lines, problem: new RowProblem(swallowing, otherPeople) }
        else yield { ...lines, value: Object.fromEntries(columns.map((name, at) => [name, record[at] ?? ''])) }
      }
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    throw brokenRow(linesOf(String(error.raw)), reasonOf(error.code))
  }
}

interface Lines {
  readonly line: number
  readonly lastLine: number
}
interface Parsed {
  readonly record: string[]
  readonly lines: Lines
}

const countBreaks = (text: string): number => text.match(/\r\n?|\n/g)?.length ?? 0

/** Each row of a person has an address. So a field of several lines with an address may be rows that a quote holds together. */
const mayHoldPeople = (field: string): boolean => /[\r\n]/.test(field) && field.includes('@')

const otherPeople = 'holds a line break and an address: perhaps a quote is not closed, and other people are in it'
const otherFields = 'has more or fewer fields than the first line'
const brokenRow = ({ line, lastLine }: Lines, reason: string) =>
  new CommandError(
    `The row that begins at line ${line} ${reason}, seen at line ${lastLine}: perhaps a quote is not closed. No line from ${line} on was read; rows before may be imported already. Mend the row, and run the same command.`,
  )

function requireColumns(columns: readonly string[], required: readonly string[]): void {
  const missing = required.filter(name => !columns.includes(name))
  if (missing.length > 0)
    throw new CommandError(`The first line must name the columns. These are missing: ${missing.join(', ')}.`)
  const twice = columns.find((name, at) => name !== '' && columns.indexOf(name) !== at)
  if (twice !== undefined)
    throw new CommandError(
      `The first line names the column ${twice} twice, and only one can be read. Remove the other.`,
    )
}

const reasonOf = (code: string): string =>
  code === 'CSV_MAX_RECORD_SIZE' ? 'is longer than 1 MiB' : 'has a quote in a wrong place'
