import { Name } from '@latchkey/contracts/auth/names'
import { Email } from '@latchkey/contracts/auth/users'
import { fieldsOf } from '@latchkey/contracts/fields'
import { printable } from '@latchkey/contracts/lines'
import { apiWords } from '@latchkey/contracts/words/api'
import { sayField } from '@latchkey/contracts/words/fields'
import type { Deps } from '../../../deps.ts'

/** How a command opens the database. */
export interface Opening {
  /** Whether it applies migrations first, as most commands do. */
  readonly migrates?: boolean
  /** Whether it works as the owner of the tables (DATABASE_DIRECT_URL), in place of the role of the servers. */
  readonly asOwner?: boolean
}

/** What a command needs: the dependencies, and the person at the terminal. */
export interface Terminal {
  /** Opens the dependencies for `work`, and closes them afterwards, even after an error. */
  withDeps(work: (deps: Deps) => Promise<void>, how?: Opening): Promise<void>
  /** Gives `work` the owner's address of the database, which may have no tables yet. */
  withDatabase(work: (directUrl: string) => Promise<void>): Promise<void>
  readPassword(prompted?: string): Promise<string>
  /** Prints one line. */
  print(line: string): void
  /** Prints lines as fast as their reader takes them. Asks for no more once it has gone. */
  printAll(lines: AsyncIterable<string>): Promise<void>
  printError(text: string): void
  /** Shows how far a long command is, in place of what it showed before. Empty text clears it. Undefined where no terminal shows it. */
  showProgress?: ((text: string) => void) | undefined
}

/** An error that the person at the terminal can fix. Its message is shown as it is. */
export class CommandError extends Error {
  readonly exitCode: number

  constructor(message: string, exitCode = 1) {
    super(message)
    this.exitCode = exitCode
  }
}

/** A signal asked the command to end. */
export class Interrupted extends Error {
  readonly signal: NodeJS.Signals

  constructor(signal: NodeJS.Signals) {
    super(signal)
    this.signal = signal
  }
}

/**
 * The normalised e-mail address.
 * @throws {CommandError} if this is not an e-mail address
 */
export function requireEmail(typed: string): string {
  const email = Email.safeParse(typed)
  if (!email.success) throw new CommandError(`${typed} is not an e-mail address.`)
  return email.data
}

/**
 * The name of a person, by the rule of the sign-up form. Null if none is given.
 * @throws {CommandError} if it may not be a name
 */
export function requireName(typed: string | undefined): string | null {
  if (typed === undefined) return null
  const name = Name.safeParse(typed)
  if (!name.success) throw new CommandError(sayField(apiWords.en.fields, fieldsOf(name.error).body ?? ['notValid']))
  return name.data
}

/** Shows control characters as numbers. Rows may hold text of strangers, which must neither drive the terminal nor forge a line. */
export const withSafeOutput = (terminal: Terminal): Terminal => ({
  ...terminal,
  print: line => terminal.print(printable(line)),
  printAll: lines => terminal.printAll(map(lines, printable)),
  printError: text => terminal.printError(text.split('\n').map(printable).join('\n')),
})

/** What `change` makes of each. */
export async function* map<From, To>(all: AsyncIterable<From>, change: (each: From) => To): AsyncGenerator<To> {
  for await (const each of all) yield change(each)
}
