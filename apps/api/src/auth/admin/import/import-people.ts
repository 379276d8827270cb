import type { Deps } from '../../../deps.ts'
import { addPeople } from './add-people.ts'
import type { Format, Given } from './formats/format.ts'
import { type Person, personOf, type Rules } from './person.ts'
import { type Row, RowProblem } from './row.ts'

/** A batch is one transaction. More would not be faster, and would hold locks longer. */
const batchSize = 1000

/** How many rows came to which end. */
export interface Tally {
  /** All rows so far. */
  rows: number
  added: number
  /** Of the added: without password and name, because the address is unproven. */
  unproven: number
  importedBefore: number
  /** Rows that are no people, such as other models of a dump. */
  others: number
  /** Rows that were not imported, each told to `onProblem`. */
  refused: number
}

interface Options extends Pick<Rules, 'trustAddresses' | 'distrustAddresses' | 'withoutPasswords'> {
  readonly format: Format
  readonly given: Given
  readonly isDryRun: boolean
  onProblem(line: number, problem: RowProblem): Promise<void>
  /** Called after each batch. */
  onBatch(tally: Readonly<Tally>): void
}

interface Waiting {
  readonly line: number
  readonly person: Person
}

/**
 * Imports people, a batch of rows at a time. Each row is counted once: as added, imported before, no person, or refused. Run it again
 * after a crash: what was imported counts as such and stays unchanged.
 */
export async function importPeople(deps: Deps, rows: AsyncIterable<Row>, options: Options): Promise<Tally> {
  const tally: Tally = { rows: 0, added: 0, unproven: 0, importedBefore: 0, others: 0, refused: 0 }
  const rules = { ...options, now: options.given.now, keys: deps.settings.hashKeys }
  /** The line of each address. A hundred thousand take about 10 MB. */
  const lines = new Map<string, number>()
  let waiting: Waiting[] = []

  async function refuse(line: number, problem: RowProblem) {
    tally.refused += 1
    await options.onProblem(line, problem)
  }

  async function finishBatch() {
    const outcomes = await addPeople(
      deps,
      waiting.map(({ person }) => person),
      options,
    )
    for (const { line, person } of waiting) {
      const outcome = outcomes.get(person.email)
      if (outcome === 'has an account') await refuse(line, new RowProblem('email', 'has an account here already'))
      else if (outcome === 'imported before') tally.importedBefore += 1
      else {
        tally.added += 1
        if (!person.isProven) tally.unproven += 1
      }
    }
    waiting = []
    options.onBatch(tally)
  }

  for await (const row of rows) {
    tally.rows += 1
    const person = read(row, options, rules)
    if (person === null) tally.others += 1
    else if (person instanceof RowProblem) await refuse(row.line, person)
    else {
      const before = lines.get(person.email)
      if (before !== undefined) await refuse(row.line, new RowProblem('email', `is that of line ${before} too`))
      else {
        lines.set(person.email, row.line)
        waiting.push({ line: row.line, person })
      }
    }
    if (waiting.length === batchSize) await finishBatch()
  }
  await finishBatch()
  return tally
}

function read(row: Row, { format, given }: Options, rules: Rules): Person | RowProblem | null {
  if ('problem' in row) return withLines(row.problem, row)
  try {
    const claims = format.claimsOf(row.value, given)
    return claims && personOf(claims, rules)
  } catch (error) {
    if (error instanceof RowProblem) return withLines(error, row)
    throw error
  }
}

/** A quote that is not closed may have made several people one row. */
function withLines(problem: RowProblem, { line, lastLine = line }: Row): RowProblem {
  if (lastLine === line) return problem
  return new RowProblem(problem.field, `${problem.message}; nothing of lines ${line} to ${lastLine} was imported`)
}
