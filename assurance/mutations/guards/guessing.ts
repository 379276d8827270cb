import type { Mutation } from '../mutation.ts'
import {
  dropProperty,
  dropStatement,
  moveAfter,
  propertyBecomes,
  statementBecomes,
  valueBecomes,
} from '../operators.ts'
import { dropCondition } from '../text-operators.ts'

const limits = 'limits/attempts.test.ts'
const uncounted = "{ succeeded: async () => {}, failed: async () => new ApiError('invalid_credentials') }"

/** How often something may be tried. What answers tell about accounts is in `enumeration.ts`. */
export const guessing: readonly Mutation[] = [
  {
    bugs: [2],
    guard: 'each of many parallel attempts sees the count of the one before',
    in: 'countTries',
    change: dropCondition('l.open_at <='),
    test: limits,
    title: 'do not exceed the limit if all read the count before the last free one is counted',
  },
  {
    bugs: [2],
    guard: 'an attempt is counted before the password is verified',
    in: 'signIn',
    file: 'sign-in/service.ts',
    change: moveAfter('countPasswordAttempt', 'verifyPassword'),
    test: limits,
    title: 'made 64 at once reach the hasher only within the limit; without limits all are counted',
  },
  {
    bugs: [2],
    guard: 'an attempt is refused while it has to wait',
    in: 'count',
    file: 'limits/attempts.ts',
    change: statementBecomes('rateLimited', 'return counted'),
    test: limits,
    title: 'wait longer each time, exactly as long as the response says; a refused one does not extend the wait',
  },
  {
    bugs: [4],
    guard: 'a known browser is counted apart from strangers',
    in: 'countersOf',
    file: 'passwords/attempt.ts',
    change: propertyBecomes(
      'sign-in from a known browser',
      "'sign-in to an address': email, 'sign-in from a network': ip ?? ''",
    ),
    test: limits,
    title: 'by a hundred strangers do not lock the owner out of a known browser',
  },
  {
    bugs: [2],
    guard: 'the networks of one site share a count',
    in: 'wantedBy',
    change: valueBecomes('site', 'null'),
    test: limits,
    title: 'are counted for the whole site of an IPv6 network; a known browser in it does not have to wait',
  },
  {
    bugs: [],
    guard: 'all strangers together have a limit for codes',
    in: 'verifyCode',
    file: 'sign-up/service.ts',
    change: dropProperty('code from anywhere'),
    test: 'limits/everybody.test.ts',
    title: 'who guess at codes raise an alarm and have to wait',
  },
  {
    bugs: [4],
    guard: 'only the browser of a sign-up has its secrets replaced',
    in: 'armAttempt',
    change: valueBecomes('own', "await store.findNewestOpen(deps.db, 'sign_up', address, now)"),
    test: 'sign-up/routes.test.ts',
    title: 'keeps earlier mails valid if another browser asks, and mails a link that needs a password',
  },
  {
    bugs: [5],
    guard: 'confirming is counted as signing in is',
    in: 'confirmByPassword',
    change: valueBecomes('attempt', uncounted),
    test: limits,
    title: 'are counted for that session, across all endpoints',
  },
  {
    bugs: [5],
    guard: 'attempts at codes are counted over all sign-ups of an address',
    in: 'verifyCode',
    file: 'sign-up/service.ts',
    change: dropProperty('code for an address'),
    test: limits,
    title: 'are counted for their address, across all mails and browsers; the link still works',
  },
  {
    bugs: [],
    guard: 'an attempt with the right code is given back, so an outage costs no attempt',
    in: 'verifyCode',
    file: 'challenges/sign-up-attempts.ts',
    change: dropStatement('giveAttemptBack'),
    test: 'limits/outage.test.ts',
    title: 'uses up no attempt during an outage, and works afterwards',
  },
  {
    bugs: [8],
    guard: 'attempts to change the password are counted',
    in: 'changePassword',
    file: 'account/service.ts',
    change: valueBecomes('attempt', uncounted),
    test: limits,
    title: 'are counted for that session, across all endpoints',
  },
]
