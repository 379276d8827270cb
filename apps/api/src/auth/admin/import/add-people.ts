import type { Deps } from '../../../deps.ts'
import { createAccounts } from '../../account/change-account.ts'
import { findUsersByEmail } from '../../account/users.ts'
import { findThoseWith, recordOfEach } from '../../audit-log/service.ts'
import { voidClaims } from '../../challenges/service.ts'
import { setFirstPasswords } from '../../passwords/service.ts'
import type { Person } from './person.ts'

/** What became, or would become, of each address. */
export type Outcome = 'added' | 'imported before' | 'has an account'

/**
 * Adds people by one transaction: all of them with their password and their event, or none. An address that has an account already stays
 * as it is. No mail is sent. With `isDryRun` it changes nothing, and answers what would happen.
 */
export async function addPeople(
  deps: Deps,
  people: readonly Person[],
  { isDryRun }: { isDryRun: boolean },
): Promise<ReadonlyMap<string, Outcome>> {
  const present = await findPresent(deps, people)
  const fresh = people.filter(({ email }) => !present.has(email))
  const added = isDryRun ? new Set(fresh.map(({ email }) => email)) : await insert(deps, fresh)
  return new Map(
    people.map(({ email }) => [email, present.get(email) ?? (added.has(email) ? 'added' : 'has an account')]),
  )
}

async function findPresent(deps: Deps, people: readonly Person[]): Promise<ReadonlyMap<string, Outcome>> {
  const users = await findUsersByEmail(
    deps,
    people.map(({ email }) => email),
  )
  const ids = users.map(({ id }) => id)
  const imported = await findThoseWith(deps, 'account_imported', ids)
  return new Map(users.map(({ id, email }) => [email, imported.has(id) ? 'imported before' : 'has an account']))
}

/** Returns the addresses that were added: another process may add one at the same time. */
async function insert(deps: Deps, people: readonly Person[]): Promise<ReadonlySet<string>> {
  const hashes = new Map(people.map(({ email, hash }) => [email, hash]))
  const now = deps.clock.now()
  const rows = people.map(({ email, name, language, createdAt, isDisabled }) => {
    return { email, name, language, createdAt, disabledAt: isDisabled ? now : null }
  })
  const created = await createAccounts(deps, rows, async accounts => {
    if (accounts.users.length === 0) return
    await setFirstPasswords(accounts, email => hashes.get(email) ?? null)
    await voidClaims(accounts, ...accounts.users.map(({ email }) => email))
    await recordOfEach(accounts, 'account_imported')
  })
  return new Set(created.keys())
}
