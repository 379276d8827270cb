/** Why a row cannot be imported. Holds no value of the row: it is printed, and written into a file. */
export class RowProblem extends Error {
  readonly field: string

  /** `field` is a name of the format, or empty if the whole row is meant. */
  constructor(field: string, reason: string) {
    super(reason)
    this.field = field
  }
}

/** A row as the reader found it, and the line of the file that it begins at. */
export type Row = { readonly line: number /** Where it ends, if that is known. */; readonly lastLine?: number } & (
  | { readonly value: unknown }
  | { readonly problem: RowProblem }
)

/** The bytes of a file, a part at a time. */
export type Chunks = AsyncIterable<Buffer> | Iterable<Buffer>

/** Of one row. More would fill the memory, and is no person. */
export const mostRowBytes = 1024 * 1024
export const tooLong = () => new RowProblem('', 'is longer than 1 MiB')

/** Bytes of a row as text. */
export function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new RowProblem('', 'is not UTF-8')
  }
}

/** Bytes of a row as JSON. */
export function jsonOf(bytes: Uint8Array): unknown {
  const text = textOf(bytes)
  try {
    return JSON.parse(text)
  } catch {
    throw new RowProblem('', 'is no JSON')
  }
}

/** A row whose value `read` answers, or the problem that it throws. */
export function rowOf(line: number, read: () => unknown): Row {
  try {
    return { line, value: read() }
  } catch (problem) {
    if (problem instanceof RowProblem) return { line, problem }
    throw problem
  }
}
