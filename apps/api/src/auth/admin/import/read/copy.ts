import { CommandError } from '../../commands/terminal.ts'
import { type Chunks, type Row, RowProblem, rowOf, textOf, tooLong } from '../row.ts'
import { readLines } from './lines.ts'

const begin = /^COPY (?:"?(\w+)"?\.)?"?(\w+)"? \((.+)\) FROM stdin;$/
const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' }

/**
 * The rows of a table in a file of `pg_dump` (text format of COPY: https://www.postgresql.org/docs/current/sql-copy.html), each as an
 * object by the names of its columns. NULL is an empty text.
 * @throws {CommandError} for a file without the table
 */
export async function* readCopy(chunks: Chunks, table: string): AsyncGenerator<Row> {
  let columns: string[] | null = null
  let isFound = false
  for await (const { line, bytes } of readLines(chunks)) {
    if (columns === null) {
      columns = bytes && columnsOf(bytes, table)
      isFound ||= columns !== null
      continue
    }
    if (bytes?.toString('latin1') === '\\.') {
      columns = null
      continue
    }
    const names = columns
    yield bytes === null ? { line, problem: tooLong() } : rowOf(line, () => fieldsOf(textOf(bytes), names))
  }
  if (!isFound)
    throw new CommandError(`The file has no rows of ${table} as pg_dump writes them ("COPY ${table} (…) FROM stdin;").`)
}

function columnsOf(bytes: Buffer, table: string): string[] | null {
  const [, schema, name, columns = ''] = begin.exec(bytes.toString('latin1')) ?? []
  return `${schema}.${name}` === table ? columns.split(', ').map(each => each.replaceAll('"', '')) : null
}

function fieldsOf(text: string, names: readonly string[]) {
  const fields = text.split('\t')
  if (fields.length !== names.length) throw new RowProblem('', 'has more or fewer fields than the table')
  return Object.fromEntries(names.map((name, at) => [name, plain(fields[at] ?? '')]))
}

const plain = (field: string): string =>
  field === '\\N' ? '' : field.replace(/\\(.)/g, (_, escaped: string) => escapes[escaped] ?? escaped)
