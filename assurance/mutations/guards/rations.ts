import type { Mutation } from '../mutation.ts'
import { before, dropStatement, never, propertyBecomes, statementBecomes, valueBecomes } from '../operators.ts'

const limits = 'limits/attempts.test.ts'

/** How often something may be done that is no guess: mails, exports, successful sign-ins. */
export const rations: readonly Mutation[] = [
  {
    bugs: [2],
    guard: 'successful sign-ins are limited too',
    in: 'enter',
    file: 'sign-in/gate.ts',
    change: dropStatement('countAction'),
    test: 'sign-in/again.test.ts',
    title: 'on ever new devices has to wait after sixty; known browsers and the password are not affected',
  },
  {
    bugs: [],
    guard: 'one export of a person runs at a time',
    in: 'alone',
    change: dropStatement('rateLimited'),
    test: 'account/export.test.ts',
    title: 'runs once at a time for each person, on all servers together',
  },
  {
    bugs: [],
    guard: 'confirmations with the right password are limited too',
    in: 'confirmByPassword',
    change: dropStatement('countAction'),
    test: 'sign-in/again.test.ts',
    title: 'and %s too: after thirty times it has to wait for a minute at most',
  },
  {
    bugs: [],
    guard: 'password changes are limited too',
    in: 'changePassword',
    file: 'account/service.ts',
    change: dropStatement('countAction'),
    test: 'sign-in/again.test.ts',
    title: 'and %s too: after thirty times it has to wait for a minute at most',
  },
  {
    bugs: [],
    guard: 'a person who cannot be deleted comes last',
    in: 'purgeLeft',
    change: valueBecomes('isStillLeft', 'true'),
    test: 'auth/purge.test.ts',
    title: 'goes on with the other people if one cannot be deleted, and says so',
  },
  {
    bugs: [4],
    guard: 'asking for another reset leaves earlier links valid',
    in: 'jobs',
    file: 'recovery/jobs.ts',
    change: before(
      'openChallenge',
      "await account.tx.challenge.updateMany({ where: { userId: found.id, purpose: 'reset' }, data: { usedAt: account.now } })",
    ),
    test: 'recovery/routes.test.ts',
    title: 'keeps earlier links valid, however many are requested',
  },
  {
    bugs: [4],
    guard: 'resets are counted apart from all other mails',
    in: 'forgotPassword',
    file: 'recovery/service.ts',
    change: propertyBecomes('reset mail to an address', "'mail to an address': email"),
    test: limits,
    title: 'for other purposes, requested by strangers, do not use up the mails for a reset',
  },
  {
    bugs: [4],
    guard: 'no wait for a reset is longer than the life of its link',
    in: 'aReset',
    change: propertyBecomes('longestWaitMs', 'longestWaitMs: hour'),
    test: limits,
    title: 'to reset a password always leave an open link in the mailbox, however often strangers request one',
  },
  {
    bugs: [4],
    guard: 'resets asked for in a known browser are counted apart from those of strangers',
    in: 'forgotPassword',
    file: 'recovery/service.ts',
    change: never('device'),
    test: limits,
    title: 'to reset a password are counted separately for a known browser, for its own person only',
  },
  {
    bugs: [],
    guard: 'a refused password stays counted for its network',
    in: 'isUndone',
    change: statementBecomes('invalid_request', 'return true'),
    test: 'passwords/breaches.test.ts',
    title: 'is checked 50 times for one network, which then has to wait; mail to the address is still sent',
  },
  {
    bugs: [],
    guard: 'a new password is checked after the old one is verified',
    in: 'verifyAndHash',
    change: before('await verify', "await whyRefused(deps, passwords.newPassword, { email: '', name: null })"),
    test: 'passwords/breaches.test.ts',
    title: 'is not checked until the current password is proven',
  },
]
