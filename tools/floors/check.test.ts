import { describe, expect, test } from 'vitest'
import { check } from './check.ts'
import { importsIn } from './sources.ts'

/** What the check says about one import, or about several. */
function saidOf(imports: Record<string, string[]>): string[] {
  return check(Object.entries(imports).map(([file, imports]) => ({ file, imports, lines: 1 })))
}
const api = 'apps/api/src'
const web = 'apps/web/src'

describe('an import goes down', () => {
  test.each([
    ['a feature to its left', `${api}/sign-in/service.ts`, `${api}/users/service.ts`],
    ['routes to their service', `${api}/sessions/routes.ts`, `${api}/sessions/service.ts`],
    ['routes to http', `${api}/sessions/routes.ts`, `${api}/http/route.ts`],
    ['the app to a guard', `${api}/app.ts`, `${api}/sessions/guard.ts`],
    ['within a folder', `${api}/http/same-origin.ts`, `${api}/http/cookies.ts`],
    ['a page to the queries of a feature to its left', `${web}/private/private-page.tsx`, `${web}/sessions/queries.ts`],
    ['the API to the database', `${api}/users/store.ts`, 'packages/database/src/client.ts'],
    ['a test to what it tests', `${api}/main.test.ts`, `${api}/main.ts`],
    ["a test to another package's testing", `${api}/app.test.ts`, 'packages/database/src/testing.ts'],
  ])('%s', (_, file, imported) => {
    expect(saidOf({ [file]: [imported] })).toEqual([])
  })
})

describe('an import does not', () => {
  test.each([
    ['go up', `${api}/http/route.ts`, `${api}/app.ts`, 'app does not stand below http/'],
    ['go to a feature to the right', `${api}/users/service.ts`, `${api}/sessions/service.ts`, 'does not stand below'],
    ['go from an example to a feature', `${api}/private/routes.ts`, `${api}/users/service.ts`, 'does not stand below'],
    ['go sideways', `${api}/health/routes.ts`, `${api}/private/routes.ts`, 'does not stand below'],
    ["reach another feature's store", `${api}/sign-in/service.ts`, `${api}/users/store.ts`, 'only service of [users]'],
    [
      'go up within a feature',
      `${api}/users/store.ts`,
      `${api}/users/service.ts`,
      'service does not stand below store',
    ],
    [
      'go from a store to a service',
      `${api}/sign-in/store.ts`,
      `${api}/users/service.ts`,
      'service stands above store',
    ],
    ['bring HTTP into a service', `${api}/users/service.ts`, `${api}/http/cookies.ts`, 'http/ is for routes and guard'],
    ['bring a feature into ui', `${web}/ui/button.tsx`, `${web}/sessions/queries.ts`, 'does not stand below ui/'],
    [
      'go from a query to its page',
      `${web}/private/queries.ts`,
      `${web}/private/private-page.tsx`,
      'stand below queries',
    ],
    [
      'lead from the web app to the database',
      `${web}/main.tsx`,
      'packages/database/src/client.ts',
      '@latchkey/web may not',
    ],
    [
      'lead from the web app to the API',
      `${web}/main.tsx`,
      `${api}/errors.ts`,
      '@latchkey/web may not use @latchkey/api',
    ],
    [
      'lead from contracts to an app',
      'packages/contracts/src/users.ts',
      `${api}/errors.ts`,
      'may not use @latchkey/api',
    ],
    ['lead from the app to tests', `${api}/app.ts`, 'packages/database/src/testing.ts', 'that is for tests only'],
    [
      'lead from the app to its own tests',
      `${api}/app.ts`,
      `${api}/testing/clock.ts`,
      'testing/ does not stand below app',
    ],
    ['bring pg into the API', `${api}/users/store.ts`, 'pg', 'only packages/database/src may'],
    ['bring Prisma into a test of the API', `${api}/app.test.ts`, '@prisma/client', 'only packages/database/src may'],
    ['bring in the whole of zod', `${api}/settings.ts`, 'zod', 'only nobody may'],
    ['bring zod into the database', 'packages/database/src/client.ts', 'zod/mini', 'may'],
    ['bring Node into the browser', `${web}/main.tsx`, 'node:path', 'may'],
    ['bring Node into contracts', 'packages/contracts/src/users.ts', 'node:crypto', 'may'],
  ])('%s', (_, file, imported, sentence) => {
    expect(saidOf({ [file]: [imported] })).toEqual([expect.stringContaining(sentence)])
  })
})

test('a file that stands on no floor is named, a test is not', () => {
  expect(saidOf({ [`${api}/utils.ts`]: [], [`${api}/misc/things.ts`]: [], [`${api}/utils.test.ts`]: [] })).toEqual([
    `${api}/utils.ts stands on no floor: give it a place in tools/floors/table.ts`,
    `${api}/misc/things.ts stands on no floor: give it a place in tools/floors/table.ts`,
  ])
})

test('a circle is told in order', () => {
  const a = `${api}/http/a.ts`
  const b = `${api}/http/b.ts`
  const c = `${api}/http/c.ts`
  expect(saidOf({ [a]: [b], [b]: [c], [c]: [b] })).toEqual([`a circle: ${b} → ${c} → ${b}`])
})

test('imports of every kind are found, and lead to files', () => {
  const source = `
    import fastify from 'fastify'
    import type { Deps } from '../deps.ts'
    export * from './store.ts'
    export { type User, userOf } from '@latchkey/contracts/users'
    const late = () => import('./late.ts')
    type Cookie = import('../http/cookies.ts').Cookie
    import 'node:path'
  `
  expect(importsIn(source, `${api}/users/service.ts`).sort()).toEqual([
    `${api}/deps.ts`,
    `${api}/http/cookies.ts`,
    `${api}/users/late.ts`,
    `${api}/users/store.ts`,
    'fastify',
    'node:path',
    'packages/contracts/src/users.ts',
  ])
})
