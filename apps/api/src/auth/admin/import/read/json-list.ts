import { CommandError } from '../../commands/terminal.ts'
import { type Chunks, jsonOf, mostRowBytes, type Row, RowProblem, rowOf, tooLong } from '../row.ts'

const [quote, backslash, newline, colon, comma] = [0x22, 0x5c, 0x0a, 0x3a, 0x2c]
const [openList, closeList, openObject, closeObject] = [0x5b, 0x5d, 0x7b, 0x7d]

/**
 * The rows of a JSON file: the objects of its list, or of the list that its object (or each object of its list) has under the name
 * `key`. Only one row is in memory. It looks for the ends of rows only, and `JSON.parse` reads each: so a row that is broken inside
 * spoils no other one.
 * @throws {CommandError} for a file that ends too early, or has no such list
 */
export async function* readJsonList(chunks: Chunks, key: string | null): AsyncGenerator<Row> {
  const open: number[] = []
  /** The last name in each open object outside of rows. */
  const names: string[] = []
  let [line, inString, escaped, hasList] = [1, false, false, false]
  let text: number[] = []
  let row: { line: number; depth: number; parts: Buffer[]; length: number } | null = null
  /** The list has something that is no object, up to the next comma. */
  let isStray = false

  const isInList = () =>
    open.at(-1) === openList && (key === null ? open.length === 1 : isUnderName() && names[open.length - 2] === key)
  const isUnderName = () =>
    open.at(-2) === openObject && (open.length === 2 || (open.length === 3 && open[0] === openList))

  function take(part: Buffer) {
    if (row === null) return
    row.length += part.length
    if (row.length > mostRowBytes) row.parts = []
    else row.parts.push(part)
  }

  for await (const chunk of chunks) {
    let start = 0
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] as number
      if (byte === newline) line += 1
      if (inString) {
        if (escaped) escaped = false
        else if (byte === backslash) escaped = true
        else if (byte === quote) inString = false
        if (row === null && inString && text.length < 64) text.push(byte)
        continue
      }
      if (byte <= 0x20) continue
      const isValue = byte !== comma && byte !== closeList && byte !== openObject
      if (row === null && isValue && !isStray && isInList()) {
        isStray = true
        yield { line, problem: new RowProblem('', 'is no JSON object') }
      }
      if (byte === comma && isInList()) isStray = false
      if (byte === quote) {
        inString = true
        text = []
      } else if (byte === colon && row === null) {
        names[open.length - 1] = Buffer.from(text).toString()
      } else if (byte === openObject || byte === openList) {
        if (row === null && byte === openObject && isInList()) {
          row = { line, depth: open.length, parts: [], length: 0 }
          start = at
        }
        open.push(byte)
        if (row === null && isInList()) hasList = true
      } else if (byte === closeObject || byte === closeList) {
        if (open.pop() !== (byte === closeObject ? openObject : openList)) throw broken(line)
        if (row !== null && open.length === row.depth) {
          take(chunk.subarray(start, at + 1))
          const { line: begun, parts, length } = row
          row = null
          yield length > mostRowBytes
            ? { line: begun, problem: tooLong() }
            : rowOf(begun, () => jsonOf(Buffer.concat(parts)))
        }
      }
    }
    take(chunk.subarray(start))
  }
  if (open.length > 0 || inString) throw broken(line)
  if (!hasList) throw new CommandError(`The file has no list${key === null ? '' : ` "${key}"`} of people.`)
}

const broken = (line: number) =>
  new CommandError(
    `The file is no whole JSON: it breaks at line ${line}. Rows before may be imported already. Export it again, and run the same command.`,
  )
