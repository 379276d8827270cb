import type { Mutation } from '../mutation.ts'
import { dropStatement } from '../operators.ts'

/** What counts as an outage, and what keeps a server from being ready. */
export const outages: readonly Mutation[] = [
  {
    bugs: [],
    guard: 'a server is not ready while its database takes no change',
    in: 'findHindrancesOfSignIn',
    file: 'http/health.ts',
    change: dropStatement('requireCommit'),
    test: 'tests/no-commit.slow.test.ts',
    title:
      'while commits wait for a standby that is not there, sign-in and ready are 503 and reads work; probes write nothing before and after',
  },
  {
    bugs: [],
    guard: 'a Postgres without transaction ids is an outage',
    in: 'nameGeneralCode',
    change: dropStatement('NO_TRANSACTION_IDS'),
    test: 'database/src/transaction-ids.slow.test.ts',
    title: 'used-up transaction ids are an outage, for Prisma and for statements past it',
  },
  {
    bugs: [],
    guard: 'an answer of the database that cannot be read ends no process',
    in: 'connectorTo',
    change: dropStatement('closeOnUnreadable'),
    test: 'database/src/unreadable.test.ts',
    title: '%s is an outage, and ends no process',
  },
  {
    bugs: [],
    guard: 'every refusal of a connection is an outage',
    in: 'connectorTo',
    change: dropStatement('nameRefusal'),
    test: 'database/src/refused.test.ts',
    title: 'a trigger on login that raises an error',
  },
]
