import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../../tools/toolchain/run.mjs'

const logged = globSync('apps/api/src/**/*.ts', { cwd: root })
  .filter(file => !file.includes('.test.') && !file.includes('testing'))
  .flatMap(file =>
    [...readFileSync(path.join(root, file), 'utf8').matchAll(/log\s*\.\w+\(\s*\{ event: '(\w+)'/g)].map(
      ([, event = '']) => event,
    ),
  )

test('docs/policies.md names every event that is logged', () => {
  expect(logged.length).toBeGreaterThan(15)
  const inventory = readFileSync(path.join(root, 'docs/policies.md'), 'utf8')
  expect(logged.filter(event => !inventory.includes(`\`${event}\``))).toEqual([])
})
