import type { Mutation } from '../mutation.ts'

const chain = 'apps/api/src/audit-chain'
const test = `${chain}/service.test.ts`

/** That the record of what happened is what was written, whatever statement somebody smuggles in. */
export const audit: readonly Mutation[] = [
  {
    bugs: [],
    guard: 'nothing is sealed on a head that is not true',
    file: `${chain}/service.ts`,
    find: 'if (broken) return { broken }',
    replace: '',
    test,
    name: 'is sealed on no head that somebody wrote without the key: the log and verifying name it',
  },
  {
    bugs: [],
    guard: 'a server seals on no head that is lower than the one it knows',
    file: `${chain}/service.ts`,
    find: '...(last ? [last] : [])',
    replace: '',
    test,
    name: 'is not sealed by a server that knows a head, where the head is',
  },
  {
    bugs: [],
    guard: 'a key that is gone is believed under the name that its successor gave it',
    file: `${chain}/checkpoints.ts`,
    find: 'formerKeyId === sealed.keyId && seq >= sealed.seq',
    replace: 'formerKeyId !== null && seq >= sealed.seq',
    test,
    name: 'is not rewritten before a rotation under a made-up key, while both secrets are kept',
  },
  {
    bugs: [],
    guard: 'a checkpoint that was not sealed with the key is a fault',
    file: `${chain}/service.ts`,
    find: 'if (forged) return verdict',
    replace: 'if (forged && forged.seq < 0n) return verdict',
    test,
    name: 'shows old events that the role of the API deleted under a checkpoint of its own',
  },
  {
    bugs: [],
    guard: 'the beginning is deleted only up to a seal that is true',
    file: `${chain}/service.ts`,
    find: 'if (!isTrue(row, keys) && !isCounted(row,',
    replace: 'if (!row.event && !isCounted(row,',
    test,
    name: 'is trimmed up to no seal that is',
  },
  {
    bugs: [],
    guard: 'a person changes their name so often, and then waits',
    file: 'apps/api/src/account/service.ts',
    find: "spend(deps, { 'name of a person': user.id }, () =>",
    replace: 'spend(deps, {}, () =>',
    test: 'apps/api/src/account/routes.test.ts',
    name: 'changes twenty times and then waits: every change is an event, which stays',
  },
]
