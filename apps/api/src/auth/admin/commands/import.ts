import { type Command, InvalidArgumentError, Option } from 'commander'
import type { Deps } from '../../../deps.ts'
import { problemOfHash } from '../../../platform/crypto/hasher.ts'
import { readAuth0Hashes } from '../import/formats/auth0.ts'
import { firebaseForm } from '../import/formats/firebase.ts'
import type { FirebaseParameters } from '../import/formats/format.ts'
import { type FormatName, formats } from '../import/formats/formats.ts'
import { importPeople, type Tally } from '../import/import-people.ts'
import { openRows } from '../import/open-rows.ts'
import { createProblemFile } from '../import/problem-file.ts'
import type { RowProblem } from '../import/row.ts'
import { CommandError, type Terminal } from './terminal.ts'

interface Options {
  from: FormatName
  dryRun?: boolean
  bad?: string
  trustAddresses?: boolean
  distrustAddresses?: boolean
  withoutPasswords?: boolean
  hashes?: string
  memCost?: number
  rounds?: number
  saltSeparator?: string
}

/** The exit code if the import went through, but some rows were not imported. */
const someRefused = 3
/** How many bad rows are shown where no file lists them. */
const mostShown = 10
const rowsBetweenLines = 5000

/** Adds `latchkey import`. */
export function importCommand(program: Command, terminal: Terminal): void {
  program
    .command('import FILE')
    .description('import people from another system (docs/import.md); exits with 3 if some rows were not imported')
    .addOption(
      new Option('--from <format>', 'the system that wrote the file')
        .choices(Object.keys(formats))
        .makeOptionMandatory(),
    )
    .option('--dry-run', 'change nothing, and say what would happen')
    .option('--bad <file>', 'list rows that are not imported in a new file: line, field, reason')
    .option('--trust-addresses', 'take every address as proven; only if the other system had proven them')
    .addOption(
      new Option(
        '--distrust-addresses',
        'take no address as proven; if the other system did not ask for a proof',
      ).conflicts('trustAddresses'),
    )
    .option('--without-passwords', 'import no passwords: everybody chooses a new one')
    .option('--hashes <file>', "auth0: the file of hashes from Auth0's support")
    .option('--mem-cost <number>', 'firebase: mem_cost of its password hash parameters', wholeNumber)
    .option('--rounds <number>', 'firebase: rounds', wholeNumber)
    .option('--salt-separator <base64>', 'firebase: base64_salt_separator', base64)
    .action((path: string, options: Options) => {
      const firebase = requireParameters(options)
      return terminal.withDeps(deps => run(deps, terminal, path, options, firebase))
    })
}

async function run(
  deps: Deps,
  terminal: Terminal,
  path: string,
  options: Options,
  firebase: FirebaseParameters | null,
): Promise<void> {
  if (firebase) requireAffordable(deps, firebase)
  const { dryRun: isDryRun = false, withoutPasswords = false } = options
  const { trustAddresses = false, distrustAddresses = false } = options
  const hashes =
    options.hashes === undefined
      ? new Map<string, string>()
      : await readAuth0Hashes(openRows(options.hashes, formats.auth0), { trustAddresses })
  const problems = options.bad === undefined ? null : await createProblemFile(options.bad)
  const progress = progressOf(terminal)
  let shown = 0
  async function onProblem(line: number, problem: RowProblem) {
    if (problems) await problems.add(line, problem)
    else if (++shown <= mostShown) progress.say(`line ${line}: ${[problem.field, problem.message].join(' ').trim()}`)
  }
  try {
    const given = { now: deps.clock.now(), firebase, hashes }
    const format = formats[options.from]
    const tally = await importPeople(deps, openRows(path, format), {
      ...{ format, given, isDryRun, trustAddresses, distrustAddresses, withoutPasswords, onProblem },
      onBatch: progress.onBatch,
    })
    progress.end()
    for (const line of linesOf(tally, isDryRun)) terminal.print(line)
    if (tally.refused > 0) throw new CommandError(sentenceOf(tally, options), someRefused)
  } finally {
    progress.end()
    await problems?.close()
  }
}

/** On a terminal one line that changes. Elsewhere a line now and then, as a log needs. */
function progressOf({ showProgress, printError }: Terminal) {
  let next = rowsBetweenLines
  return {
    onBatch({ rows, added, refused }: Readonly<Tally>) {
      const text = `${rows} rows read: ${added} new people, ${refused} bad rows`
      if (showProgress) return showProgress(text)
      if (rows < next) return
      printError(`${text}\n`)
      next = rows + rowsBetweenLines
    },
    say(text: string) {
      showProgress?.('')
      printError(`${text}\n`)
    },
    end: () => showProgress?.(''),
  }
}

function linesOf({ rows, added, unproven, importedBefore, others, refused }: Tally, isDryRun: boolean): string[] {
  return [
    `${rows} rows  read`,
    `${added} people  ${isDryRun ? 'would be imported' : 'imported'}`,
    ...(unproven > 0 ? [`${unproven} of them  without password and name: they prove their address first`] : []),
    ...(importedBefore > 0 ? [`${importedBefore} people  imported before, and left as they are`] : []),
    ...(others > 0 ? [`${others} rows  are no people`] : []),
    `${refused} rows  ${isDryRun ? 'would not be imported' : 'not imported'}`,
  ]
}

const sentenceOf = ({ refused }: Tally, { bad }: Options): string =>
  bad === undefined
    ? `${refused} rows cannot be imported. Add --bad FILE to list them all.`
    : `${refused} rows cannot be imported. ${bad} lists them.`

/** @throws {CommandError} for options that do not belong together */
function requireParameters({ from, withoutPasswords, ...options }: Options): FirebaseParameters | null {
  const { memCost, rounds, saltSeparator, hashes } = options
  if (hashes !== undefined && from !== 'auth0') throw new CommandError('--hashes goes with --from auth0.')
  const given = [memCost, rounds, saltSeparator].filter(each => each !== undefined)
  if (from !== 'firebase' && given.length > 0)
    throw new CommandError('--mem-cost, --rounds and --salt-separator go with --from firebase.')
  if (from !== 'firebase' || (withoutPasswords && given.length === 0)) return null
  if (memCost === undefined || rounds === undefined || saltSeparator === undefined)
    throw new CommandError(
      "Passwords from Firebase need --mem-cost, --rounds and --salt-separator, as the project's console shows them, or --without-passwords.",
    )
  return { memCost, rounds, saltSeparator }
}

/**
 * Checks what all hashes of the file have in common, before anything is imported.
 * @throws {CommandError}
 */
function requireAffordable({ settings: { hashKeys } }: Deps, parameters: FirebaseParameters): void {
  const signer = hashKeys.firebaseSigner
  if (!signer)
    throw new CommandError(
      'FIREBASE_SIGNER_KEY is not set. Write the base64_signer_key of the Firebase project, for this command and for the server.',
    )
  const example = firebaseForm(Buffer.alloc(signer.length).toString('base64'), 'AAAA', parameters)
  if (problemOfHash(example, hashKeys) !== null)
    throw new CommandError(
      `A sign-in with --mem-cost ${parameters.memCost} and --rounds ${parameters.rounds} would cost too much, or nothing (docs/import.md has the limits).`,
    )
}

function wholeNumber(typed: string): number {
  if (!/^\d{1,3}$/.test(typed)) throw new InvalidArgumentError('It is a whole number.')
  return Number(typed)
}

function base64(typed: string): string {
  if (!/^[A-Za-z0-9+/]{0,22}={0,2}$/.test(typed)) throw new InvalidArgumentError('It is base64 of up to 16 bytes.')
  return typed
}
