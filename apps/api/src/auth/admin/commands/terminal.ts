import { Email } from '@latchkey/contracts/auth/users'
import type { Deps } from '../../../deps.ts'

/** What a command works with: the opened dependencies, and the person at the terminal. */
export interface Terminal {
  /** Opens the dependencies for `work`, and closes them after it, however it ended. */
  withDeps(work: (deps: Deps) => Promise<void>): Promise<void>
  readPassword(prompted?: string): Promise<string>
  print(line: string): void
  printError(text: string): void
}

/** What the person at the terminal can mend; shown as it is. */
export class CommandError extends Error {}

/** @throws {CommandError} where this is no e-mail address */
export function requireEmail(typed: string): string {
  const email = Email.safeParse(typed)
  if (!email.success) throw new CommandError(`${typed} is not an e-mail address.`)
  return email.data
}
