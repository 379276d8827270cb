import { afterEach, describe, expect, it } from 'vitest'
import { createFork, hasCommit } from './fork.ts'
import { releases } from './releases.ts'

/** Each fork is one patch, as its team would have made it at that release, and the tests that it brings or cares for. */
const forks = [
  { name: 'a table, calls, pages, words and a journey of its own', patch: 'orders.patch', tests: ['product/orders'] },
  {
    name: 'its own brand, words and home page',
    patch: 'brand.patch',
    tests: ['tools/brand.test.ts', 'contracts/src/brand'],
  },
  {
    name: "a column, a limit and a sentence changed in upstream's files",
    patch: 'rules.patch',
    tests: ['product/company'],
  },
]
/** What a product owns, as tools/upgrade.mjs keeps it. */
const own = [
  'apps/api/src/product',
  'apps/web/src/product',
  'packages/contracts/src/product',
  'packages/contracts/src/product.ts',
  'packages/contracts/src/brand.ts',
  'prisma/schema/product.prisma',
  'e2e/product',
]
/** Written by a command, which the upgrade names. */
const generated = ['docs/openapi.json', 'pnpm-lock.yaml']
const fewMinutes = { timeout: 900_000 }

let remove = () => {}
afterEach(() => remove())

// A shallow clone lacks the releases.
describe.each(releases.filter(({ commit }) => hasCommit(commit)))('a fork of version $version', ({ commit }) => {
  it.each(forks)('with $name takes the next one without a conflict', fewMinutes, ({ patch, tests }) => {
    const fork = createFork(commit, patch)
    ;({ remove } = fork)
    const { output } = fork.upgrade()
    expect(
      fork.conflicts().filter(file => !generated.includes(file)),
      output,
    ).toEqual([])
    for (const file of fork.conflicts()) fork.git('checkout', '--theirs', file)
    expect(fork.git('diff', '--name-only', 'HEAD', '--', ...own)).toBe('')

    fork.install()
    fork.must('node', 'packages/contracts/src/write-openapi.ts')
    for (const project of ['packages/contracts', 'packages/database', 'apps/api', 'apps/web', 'e2e'])
      fork.must('tsc', '--noEmit', '-p', project)
    fork.git('add', '--all', '--', '.', ':!node_modules')
    fork.git('commit', '--quiet', '--message', 'Take the next version')
    expect(fork.must('vitest', 'run', '--maxWorkers=2', ...tests)).toMatch(/Tests .*passed/)
  })
})
