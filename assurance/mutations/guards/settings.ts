import type { Mutation } from '../mutation.ts'
import { dropElement, dropOperand, expressionBecomes, never } from '../operators.ts'
import { becomes, dropWord } from '../text-operators.ts'

/** What is refused before a server runs, and what roles of the database may do. */
export const settings: readonly Mutation[] = [
  {
    bugs: [34],
    guard: 'production needs a secret of its own',
    in: 'productionProblems',
    file: 'settings/production-problems.ts',
    change: dropElement('APP_SECRET'),
    test: 'settings/settings.test.ts',
    title: 'requires in production an https address, a secret, the trusted proxies and a way to send mail',
  },
  {
    bugs: [34],
    guard: 'a secret file that was emptied is refused',
    in: 'keptInDataDir',
    change: never('byteLength'),
    test: 'open-deps.test.ts',
    title: 'refuses an emptied file: anyone could compute the keys',
  },
  {
    bugs: [37],
    guard: 'a query with an undefined value throws',
    in: 'generator client',
    file: 'schema.prisma',
    change: dropWord('"strictUndefinedChecks"'),
    test: 'database/src/client.test.ts',
    title: 'refuses an undefined value, which would match any row',
  },
  {
    bugs: [],
    guard: 'a statement never reaches the connection of a transaction that has ended',
    in: 'lendingAdapter',
    change: never('endings'),
    test: 'database/src/transactions.test.ts',
    title: 'are refused before it begins, and once it has %s',
  },
  {
    bugs: [],
    guard: 'there is no demo user in production',
    in: 'ensureDemoUser',
    change: dropOperand('production'),
    test: 'admin/demo-user.test.ts',
    title: 'does not exist in production, with any database, or in an external database',
  },
  {
    bugs: [],
    guard: 'the role for product queries reads no table of auth but the one of people',
    in: 'references (id) on public.users',
    file: 'prisma/roles.sql',
    change: becomes('\ngrant select on all tables in schema public to latchkey_product'),
    test: 'database/src/roles.test.ts',
    title: 'has no access to any auth table except users, including tables of later versions',
  },
  {
    bugs: [27],
    guard: 'TRUST_PROXY cannot trust every address',
    in: 'isProxy',
    change: expressionBecomes('/^[1-9]\\d{0,2}$/', '/^\\d{1,3}$/'),
    test: 'settings/settings.test.ts',
    title: 'does not trust %j as a proxy',
  },
]
