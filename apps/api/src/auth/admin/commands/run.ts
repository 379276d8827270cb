import { constants } from 'node:os'
import { apiWords } from '@latchkey/contracts/words/api'
import { sayField } from '@latchkey/contracts/words/fields'
import { UnsuitableDatabaseError } from '@latchkey/database/connection-settings'
import { isUniqueViolation, outageOf } from '@latchkey/database/errors'
import { MigrationError } from '@latchkey/database/migrate'
import { DifferentServersError } from '@latchkey/database/same-server'
import { Command, CommanderError } from 'commander'
import { ClockLeapError } from '../../../platform/clock.ts'
import { ApiError } from '../../../platform/errors.ts'
import { SettingsError } from '../../../platform/settings/settings.ts'
import { auditCommands } from './audit.ts'
import { backupCommands } from './backup.ts'
import { databaseCommands } from './database.ts'
import { doctorCommands } from './doctor.ts'
import { exportCommand } from './export.ts'
import { importCommand } from './import.ts'
import { sessionCommands } from './sessions.ts'
import { CommandError, Interrupted, type Terminal, withSafeOutput } from './terminal.ts'
import { upgradeCommand } from './upgrade.ts'
import { userCommands } from './users.ts'

/** Runs the command of these arguments and returns the exit code. Prints an error as one sentence. */
export async function runCommand(args: readonly string[], rawTerminal: Terminal): Promise<number> {
  const terminal = withSafeOutput(rawTerminal)
  const program = new Command('latchkey')
    .description('Manages people, their sessions and the database, with or without a running server.')
    // Before the commands are added: each copies the output settings of its program when it is created.
    .exitOverride()
    .showHelpAfterError('(latchkey --help lists the commands)')
    .configureOutput({
      // The help is our own text, of many lines.
      writeOut: text => rawTerminal.print(text.trimEnd()),
      writeErr: text => terminal.printError(text),
    })
  userCommands(program, terminal)
  sessionCommands(program, terminal)
  auditCommands(program, terminal)
  doctorCommands(program, terminal)
  backupCommands(program, terminal)
  importCommand(program, terminal)
  exportCommand(program, terminal)
  databaseCommands(program, terminal)
  upgradeCommand(program)
  try {
    requireUtf8(args)
    await program.parseAsync(args, { from: 'user' })
    return 0
  } catch (error) {
    const [sentence, exitCode] = explain(error)
    if (sentence) terminal.printError(`latchkey: ${sentence}\n`)
    return exitCode
  }
}

/** Node turns bytes that are no UTF-8 into U+FFFD. A name or address would be kept so. */
function requireUtf8(args: readonly string[]): void {
  if (args.some(arg => arg.includes('\ufffd')))
    throw new CommandError('An argument is not UTF-8. Set the terminal to UTF-8, and type it again.')
}

/** Their messages say what to do. */
const ownErrors = [SettingsError, MigrationError, UnsuitableDatabaseError, DifferentServersError, ClockLeapError]

/** The sentence for an error, and the exit code: 2 for wrong arguments, more than 128 for a signal, what a command says, 1 for all other errors. */
function explain(error: unknown): [sentence: string, exitCode: number] {
  // The person pressed Ctrl-C or Ctrl-D at the prompt.
  if (error instanceof Error && error.name === 'AbortError') return ['', 130]
  if (error instanceof Interrupted) return ['', 128 + constants.signals[error.signal]]
  if (error instanceof CommanderError) return ['', error.exitCode === 0 ? 0 : 2]
  if (error instanceof CommandError) return [error.message, error.exitCode]
  if (ownErrors.some(each => error instanceof each)) return [(error as Error).message, 1]
  if (error instanceof ApiError) return [sentencesOf(error).join(' '), 1]
  if (isUniqueViolation(error)) return ['That address already has an account.', 1]
  const outage = outageOf(error)
  if (outage) {
    const remedy = outage.isOwnLimit ? 'Try again.' : 'Check DATABASE_URL, and that the database is running.'
    return [`The database cannot be used now: ${outage.reason}. ${remedy}`, 1]
  }
  return [error instanceof Error ? (error.stack ?? error.message) : String(error), 1]
}

const sentencesOf = ({ code, details }: ApiError): string[] =>
  Object.values(details.fields ?? { code }).map(message =>
    typeof message === 'string' ? message : sayField(apiWords.en.fields, message),
  )
