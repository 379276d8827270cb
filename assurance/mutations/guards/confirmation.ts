import type { Mutation } from '../mutation.ts'
import {
  all,
  always,
  before,
  callBecomes,
  dropOperand,
  dropStatement,
  propertyBecomes,
  valueBecomes,
} from '../operators.ts'

const kept = 'globalThis.kept'

/** What needs a confirmed session, and who a token speaks for. */
export const confirmation: readonly Mutation[] = [
  {
    bugs: [22],
    guard: 'a sensitive change needs a confirmed session',
    in: 'requireConfirmed',
    change: dropStatement('confirmation_required'),
    test: 'account/routes.test.ts',
    title: 'needs a session that the database shows as confirmed within ten minutes',
  },
  {
    bugs: [22],
    guard: 'the database is asked for a confirmation each time',
    in: 'requireConfirmed',
    change: valueBecomes(
      'confirmedAt',
      `((${kept} ??= new Map()), session.confirmedAt && ${kept}.set(session.id, session.confirmedAt), { confirmedAt: ${kept}.get(session.id) ?? null })`,
    ),
    test: 'account/routes.test.ts',
    title: 'needs a session that the database shows as confirmed within ten minutes',
  },
  {
    bugs: [22],
    guard: 'a confirmation ends after ten minutes',
    in: 'requireConfirmed',
    change: dropOperand('confirmedForMs'),
    test: 'account/thief.test.ts',
    title: 'cannot use a confirmation that is ten minutes old',
  },
  {
    bugs: [23],
    guard: 'a confirmation belongs to one session',
    in: 'setConfirmed',
    change: propertyBecomes('where', 'where: { user: { sessions: { some: { id } } } }'),
    test: 'account/thief.test.ts',
    title: 'gains nothing when the owner confirms another session',
  },
  {
    bugs: [23],
    guard: 'signing in does not confirm',
    in: 'startSession',
    change: before(
      'endSurplus',
      'await store.setConfirmed(tx, session.id, { confirmedAt: now, confirmedBy: [...methods] })',
    ),
    test: 'account/thief.test.ts',
    title: 'cannot change, export or delete the account with any endpoint',
  },
  {
    bugs: [],
    guard: 'a token counts only by the delivery it was given for',
    in: 'readEntry',
    file: 'cache/entry.ts',
    change: dropOperand('delivery'),
    test: 'sessions/guard.test.ts',
    title: 'refuses a token with another delivery than it was issued for',
  },
  {
    bugs: [],
    guard: 'a forged token costs no query',
    in: 'readToken',
    change: dropStatement('signer < 0'),
    test: 'crypto/token.test.ts',
    title: 'is refused if any character changes',
  },
  {
    bugs: [],
    guard: 'a token has one spelling',
    in: 'readToken',
    change: dropOperand('endsWith'),
    test: 'crypto/token.test.ts',
    title: 'is refused if any character changes',
  },
  {
    bugs: [],
    guard: 'a browser does not get back a token that was exchanged meanwhile',
    in: 'guard.resign',
    change: all(always('still'), callBecomes('cookieMaxAge', 'undefined')),
    test: 'sessions/guard.test.ts',
    title: 'sends no browser an old token that was exchanged during its request',
  },
]
