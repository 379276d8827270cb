import type { Prepared, Transaction } from '@latchkey/database/client'
import type { User } from '@latchkey/database/models'
import type { Deps } from '../../deps.ts'
import type { RequestContext } from '../../platform/context.ts'
import { newId } from '../../platform/crypto/id.ts'
import * as store from './store.ts'

/** Not exported, so that only this file can make a `LockedAccount`. */
const locked = Symbol('locked')

/**
 * An account while it is being changed. Its row is locked until the work is committed, so no one can sign in to it or change it
 * in between. Only `changeAccount` and `createAccount` make one: a function that takes one cannot run without the lock.
 */
export interface LockedAccount<Context extends RequestContext = RequestContext> {
  readonly [locked]: true
  readonly deps: Deps
  readonly context: Context
  readonly tx: Transaction
  /** Statements of this transaction without Prisma, for the few that every sign-in runs. */
  readonly prepared: Prepared
  readonly user: User
  /** Whether this transaction created the account. */
  readonly isNew: boolean
  /** The time of the change, the same for all its parts. */
  readonly now: Date
  /** Runs `effect` after the commit, and never if the transaction fails. */
  afterCommit(effect: () => void): void
}

/** An account that this transaction creates. */
export type NewAccount<Context extends RequestContext = RequestContext> = LockedAccount<Context> & {
  readonly isNew: true
}

type Work<Account, Result> = (account: Account) => Promise<Result>

/**
 * The only way to change an account. Returns the result of `work`, or null if the account does not exist. One change reaches another
 * account without its lock: a sign-in ends the session that its browser's cookie still holds (`start-session.ts`).
 */
export const changeAccount = <Context extends RequestContext, Result>(
  deps: Deps,
  context: Context,
  userId: string,
  work: Work<LockedAccount<Context>, Result>,
): Promise<Result | null> =>
  deps.turns.run([{ key: userId }], () =>
    transact(deps, async transaction => {
      const user = await store.lockUser(transaction.prepared, userId)
      return user && work({ [locked]: true, deps, context, ...transaction, user, isNew: false, now: deps.clock.now() })
    }),
  )

/**
 * Creates an account with a proven address, and runs `work` in the same transaction. `id`: one that a passkey already names.
 * @throws a unique violation if the address is taken
 */
export const createAccount = <Context extends RequestContext, Result>(
  deps: Deps,
  context: Context,
  { id, email, name }: { id?: string; email: string; name: string | null },
  work: Work<NewAccount<Context>, Result>,
): Promise<Result> =>
  transact(deps, async transaction => {
    const now = deps.clock.now()
    const user = await store.insertUser(transaction.tx, {
      ...(id !== undefined && { id }),
      email,
      name,
      createdAt: now,
    })
    return work({ [locked]: true, deps, context, ...transaction, user, isNew: true, now })
  })

/** Accounts that one transaction creates. Only `createAccounts` makes them. */
export interface NewAccounts {
  readonly [locked]: true
  readonly deps: Deps
  readonly tx: Transaction
  readonly users: readonly store.AddedUser[]
  readonly now: Date
}

/**
 * Creates many accounts by few statements, and runs `work` with them in the same transaction. Leaves out a person whose address is taken,
 * even if another transaction took it a moment ago. Returns the ids of the new accounts.
 */
export const createAccounts = (
  deps: Deps,
  people: readonly Omit<store.AddedUser, 'id'>[],
  work: Work<NewAccounts, void>,
): Promise<ReadonlyMap<string, string>> =>
  transact(deps, async ({ tx }) => {
    const now = deps.clock.now()
    // Sorted, so that lists show them in the order given: ids of one millisecond have none.
    const newIds = people.map(() => newId(now)).sort()
    const added = people.map((person, at) => ({ ...person, id: newIds[at] ?? '' }))
    const ids = new Set(await store.insertUsers(tx, added, now))
    const users = added.filter(({ id }) => ids.has(id))
    await work({ [locked]: true, deps, tx, users, now })
    return new Map(users.map(({ id, email }) => [email, id]))
  })

async function transact<Result>(
  { db, withPrepared }: Deps,
  work: Work<Pick<LockedAccount, 'tx' | 'prepared' | 'afterCommit'>, Result>,
): Promise<Result> {
  const effects: (() => void)[] = []
  const afterCommit = (effect: () => void) => void effects.push(effect)
  const result = await withPrepared(prepared => db.$transaction(tx => work({ tx, prepared, afterCommit })))
  for (const effect of effects) effect()
  return result
}

/** Whether the person may sign in: neither disabled nor deleted. */
export const isActive = ({ disabledAt, deletedAt }: Pick<User, 'disabledAt' | 'deletedAt'>): boolean =>
  disabledAt === null && deletedAt === null
