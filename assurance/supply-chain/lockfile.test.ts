import { expect, test } from 'vitest'
import { countPackages, faultsIn } from './lockfile.ts'

const integrity = `sha512-${'a'.repeat(86)}==`
const lockfile = (name: string, resolution: string) => `lockfileVersion: '9.0'

packages:

  ${name}:
    resolution: ${resolution}
    engines: {node: '>=20'}

snapshots:

  ${name}: {}
`

test.each(['zod@4.6.7', "'@types/node@24.19.2'", 'a@1.0.0-beta.17', "'@scope/a@1.0.0+build.1'"])(
  'takes %s from the registry',
  name => {
    expect(faultsIn(lockfile(name, `{integrity: ${integrity}}`))).toEqual([])
    expect(countPackages(lockfile(name, `{integrity: ${integrity}}`))).toBe(1)
  },
)

test.each([
  ['zod@4.6.7', '{}'],
  ['zod@4.6.7', '{integrity: sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=}'],
  ['zod@4.6.7', `{integrity: ${integrity}, tarball: https://evil.example/zod.tgz}`],
  ['zod@4.6.7', '{tarball: https://codeload.github.com/colinhacks/zod/tar.gz/abc}'],
  ['zod@4.6.7', '{type: git, repo: git@github.com:colinhacks/zod.git, commit: abc}'],
  ['zod@4.6.7', '{directory: ../zod, type: directory}'],
  ['zod@file:../zod', `{integrity: ${integrity}}`],
  ['zod@https://evil.example/zod.tgz', `{integrity: ${integrity}}`],
  ['zod@git+ssh://git@example.com/zod#abc', `{integrity: ${integrity}}`],
])('refuses %s with %s', (name, resolution) => {
  expect(faultsIn(lockfile(name, resolution))).not.toEqual([])
})

test('refuses a lockfile that it does not know', () => {
  expect(faultsIn(lockfile('zod@4.6.7', `{integrity: ${integrity}}`).replace('9.0', '10.0'))).not.toEqual([])
})
