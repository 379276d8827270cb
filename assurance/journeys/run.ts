import path from 'node:path'
import { root, run, toolEnvironment } from '../../tools/toolchain/run.mjs'
import { requireCaddy } from '../faults/caddy.ts'
import { notApplicable } from './not-applicable.ts'

// Each worker has a Caddy, three servers and a database, so there are fewer workers than usual.
const without = notApplicable.map(({ title }) => title).join('|')
const usual = ['--workers=2', `--grep-invert=${without}`]
const chosen = process.argv.slice(2)

for (const { title, why } of notApplicable) process.stdout.write(`left out: ${title}: ${why}\n`)
try {
  requireCaddy()
  const env = { ...toolEnvironment, E2E_CLUSTER: path.resolve(import.meta.dirname, '../faults/caddy.ts') }
  const { code } = await run('playwright', ['test', '--config', 'e2e/playwright.config.ts', ...usual, ...chosen], {
    env,
    cwd: root,
  })
  process.exitCode = code
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`)
  process.exitCode = 1
}
