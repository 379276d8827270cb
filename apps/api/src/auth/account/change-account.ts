import type { Transaction } from '@latchkey/database/client'
import type { User } from '@latchkey/database/models'
import type { Deps } from '../../deps.ts'
import type { RequestContext } from '../../platform/context.ts'
import * as store from './store.ts'

/** Not exported, so that nobody else makes a `LockedAccount`. */
const locked = Symbol('locked')

/**
 * An account while it is being changed. Its row is locked until the work is committed, so nobody signs in to it or changes it in
 * between. Only `changeAccount` and `createAccount` make one: whatever takes one cannot be called without the lock.
 */
export interface LockedAccount<Context extends RequestContext = RequestContext> {
  readonly [locked]: true
  readonly deps: Deps
  readonly context: Context
  readonly tx: Transaction
  readonly user: User
  /** Whether this very transaction created it. */
  readonly isNew: boolean
  /** When the change happens: one instant for all of it. */
  readonly now: Date
  /** Runs once everything is committed, and never otherwise. */
  afterCommit(effect: () => void): void
}

type Work<Context extends RequestContext, Result> = (account: LockedAccount<Context>) => Promise<Result>

/** The one way to change an account. Answers what `work` answers, or null where there is no such account. */
export const changeAccount = <Context extends RequestContext, Result>(
  deps: Deps,
  context: Context,
  userId: string,
  work: Work<Context, Result>,
): Promise<Result | null> =>
  transact(deps, async (tx, afterCommit) => {
    const user = await store.lockUser(tx, userId)
    return user && work({ [locked]: true, deps, context, tx, user, isNew: false, now: deps.clock.now(), afterCommit })
  })

/** Creates an account, whose address counts as proven, and does `work` in the same transaction. Throws a unique violation where the address is taken. */
export const createAccount = <Context extends RequestContext, Result>(
  deps: Deps,
  context: Context,
  person: { email: string; name: string | null },
  work: Work<Context, Result>,
): Promise<Result> =>
  transact(deps, async (tx, afterCommit) => {
    const now = deps.clock.now()
    const user = await store.insertUser(tx, { email: person.email, name: person.name, createdAt: now })
    return work({ [locked]: true, deps, context, tx, user, isNew: true, now, afterCommit })
  })

async function transact<Result>(
  { db }: Deps,
  work: (tx: Transaction, afterCommit: (effect: () => void) => void) => Promise<Result>,
): Promise<Result> {
  const effects: (() => void)[] = []
  const result = await db.$transaction(tx => work(tx, effect => void effects.push(effect)))
  for (const effect of effects) effect()
  return result
}

/** Whether the person may sign in: neither disabled nor deleted. */
export const isActive = ({ disabledAt, deletedAt }: Pick<User, 'disabledAt' | 'deletedAt'>): boolean =>
  disabledAt === null && deletedAt === null
