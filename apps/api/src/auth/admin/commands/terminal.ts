import { Email } from '@latchkey/contracts/auth/users'
import type { Deps } from '../../../deps.ts'

/** What a command needs: the dependencies, and the person at the terminal. */
export interface Terminal {
  /** Opens the dependencies for `work`, and closes them afterwards, even after an error. */
  withDeps(work: (deps: Deps) => Promise<void>): Promise<void>
  readPassword(prompted?: string): Promise<string>
  print(line: string): void
  printError(text: string): void
}

/** An error that the person at the terminal can fix. Its message is shown as it is. */
export class CommandError extends Error {}

/**
 * The normalised e-mail address.
 * @throws {CommandError} if this is not an e-mail address
 */
export function requireEmail(typed: string): string {
  const email = Email.safeParse(typed)
  if (!email.success) throw new CommandError(`${typed} is not an e-mail address.`)
  return email.data
}
