import type { Mutation } from '../mutation.ts'
import { dropElement, dropStatement, expressionBecomes, never } from '../operators.ts'

const test = 'chain/service.slow.test.ts'
const file = 'chain/service.ts'

/** The audit log shows every change made without its key. */
export const audit: readonly Mutation[] = [
  {
    bugs: [],
    guard: 'nothing is sealed on a head that does not verify',
    in: 'sealBatch',
    file,
    change: never('broken'),
    test,
    title: 'is not sealed on a head that was written without the key: the log and verifying name it',
  },
  {
    bugs: [],
    guard: 'a server does not seal on a head lower than the one it knows',
    in: 'findHeadFault',
    file,
    change: dropElement('last'),
    test,
    title: 'is not sealed by a server that remembers a head, if the head is now %s',
  },
  {
    bugs: [],
    guard: 'a removed key counts only under the name that the next key recorded',
    in: 'isCounted',
    change: expressionBecomes('formerKeyId === sealed.keyId', 'formerKeyId !== null'),
    test,
    title: 'cannot be rewritten before a rotation under a made-up key, while both secrets are kept',
  },
  {
    bugs: [],
    guard: 'a checkpoint without a valid seal is a fault',
    in: 'walk',
    file: 'chain/verify.ts',
    change: never('forged'),
    test,
    title: 'shows old events that the role of the API deleted with a forged checkpoint',
  },
  {
    bugs: [],
    guard: 'old events are deleted only up to a seal that verifies',
    in: 'trimBatch',
    file: 'chain/trim.ts',
    change: expressionBecomes('!isTrue(row, keys)', '!row.event'),
    test,
    title: 'is not trimmed up to a seal that is %s: a checkpoint would vouch for it',
  },
  {
    bugs: [],
    guard: 'a person who changes their name too often has to wait',
    in: 'changeName',
    file: 'account/service.ts',
    change: dropStatement('countAttempt'),
    test: 'account/routes.test.ts',
    title: 'allows twenty changes and then refuses, because each change adds an event that is kept',
  },
  {
    bugs: [],
    guard: 'the audit log says where a restored backup ends, for each command that ends a restore',
    in: 'endRestored',
    change: dropStatement('markRestored'),
    test: 'backup/finish.test.ts',
    title: 'so does "session revoke --all --restored", which names the gap once',
  },
]
