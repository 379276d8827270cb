import type { Mutation } from '../mutation.ts'
import { dropOperand, dropProperty, dropStatement, expressionBecomes, never } from '../operators.ts'

const test = 'email-codes/routes.test.ts'

/** A code by mail: few tries, one browser, one factor. */
export const mailedCodes: readonly Mutation[] = [
  {
    bugs: [41],
    guard: 'a mailed code is no second factor',
    in: 'isMultiFactor',
    file: 'factors/assurance.ts',
    change: expressionBecomes('second.includes(method)', "[...second, 'email'].includes(method)"),
    test: 'factors/assurance.test.ts',
    title: 'counts %j as two factors: %s',
  },
  {
    bugs: [2],
    guard: 'a mailed code has five tries',
    in: 'countAttempt',
    file: 'challenges/store.ts',
    change: dropProperty('mostAttempts'),
    test,
    title: 'allows five wrong codes for each challenge',
  },
  {
    bugs: [40],
    guard: 'a mailed code signs in once',
    in: 'signInWithCode',
    file: 'email-codes/service.ts',
    change: dropStatement('closeChallenge'),
    test,
    title: 'gives one session for 64 parallel right codes',
  },
  {
    bugs: [40],
    guard: 'a mailed code ends after ten minutes',
    in: 'verifyCode',
    file: 'challenges/sign-in-codes.ts',
    change: dropOperand('isOpen'),
    test,
    title: 'works for ten minutes from when it was mailed',
  },
  {
    bugs: [42],
    guard: 'a mailed code belongs to the browser that asked',
    in: 'findAsked',
    change: expressionBecomes('isBoundTo(deps, hash, browser)', 'true'),
    test,
    title: 'belongs to the browser that asked',
  },
  {
    bugs: [42],
    guard: 'a code proves the mailbox that it was mailed to, and an account that is active',
    in: 'signInWithCode',
    file: 'email-codes/service.ts',
    change: dropStatement('isActive', 'asked.address'),
    test,
    title: 'refuses a code if meanwhile %s',
  },
  {
    bugs: [],
    guard: 'where codes by mail are off, none is taken',
    in: 'requireCodes',
    change: never('emailCodes'),
    test,
    title: 'is off by a setting, and the page knows',
  },
]
