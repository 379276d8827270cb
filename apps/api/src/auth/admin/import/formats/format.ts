import type { Claims } from '../person.ts'
import type { Columns } from '../read/csv.ts'

/** A file format of another system. */
export interface Format {
  /** The name of the list of people, in a JSON file that is an object. Null: such a file has one object a line. */
  readonly listName: string | null
  /** How its CSV is written. Null: it has none. */
  readonly csv: Columns | null
  /** The table that `pg_dump` writes. */
  readonly table?: string
  /**
   * What a row says about a person. Null for a row that is no person.
   * @throws {RowProblem}
   */
  claimsOf(row: unknown, given: Given): Claims | null
}

/** What the command line adds to a file. */
export interface Given {
  readonly now: Date
  readonly firebase: FirebaseParameters | null
  /** Hashes from another file of Auth0, by normalised address. */
  readonly hashes: ReadonlyMap<string, string>
}

/** Of the hashes of a Firebase project, as its console shows them. */
export interface FirebaseParameters {
  readonly rounds: number
  readonly memCost: number
  /** Base64. */
  readonly saltSeparator: string
}

/** Base64 as PHC strings have it: without padding. */
export const bare = (base64: string): string => base64.replace(/=+$/, '')
