// `npm test`: installs what is missing, a browser included, and runs every check there is. One that fails does not stop
// the others, so the closing line is the whole sum.
import { availableParallelism } from 'node:os'
import { oneFailure, take } from './testing/step.mjs'
import { lineOf, sumOf } from './testing/tally.mjs'
import { ensureInstalled } from './toolchain/install.mjs'
import { Failure, run } from './toolchain/run.mjs'

if (process.env.npm_lifecycle_event) await import('./toolchain/end-with-parent.mjs')

try {
  await ensureInstalled()
  finish(await testEverything())
} catch (error) {
  if (!(error instanceof Failure)) throw error
  console.error(`\n${error.message}`)
  finish([oneFailure('installation')])
}

async function testEverything() {
  // Biome paints its letters even into a file.
  const colors = process.stdout.isTTY ? '--colors=force' : '--colors=off'
  const { code, interrupted } = await run('node', ['tools/testing/ensure-browser.ts'])
  if (interrupted) process.exit(code)
  return [
    await take({ name: 'format and lint', command: ['biome', 'ci', '--error-on-warnings', colors, '.'] }),
    await take({ name: 'types', command: ['turbo', 'run', 'types', '--output-logs=errors-only'] }),
    await take({ name: 'unused code', command: ['knip'] }),
    await take({ name: 'where packages come from', command: ['node', 'assurance/supply-chain/check.ts'] }),
    await take({
      name: 'unit and integration',
      command: [
        'vitest',
        // By default it leaves a core free; but the longest tests mostly wait, for servers that they start, freeze and kill.
        ...['run', `--maxWorkers=${availableParallelism() + 1}`, '--allowOnly=false'],
      ],
      counts: true,
    }),
    await take({ name: 'build', command: ['turbo', 'run', 'build', '--output-logs=errors-only'] }),
    await take({ name: 'size of the pages', command: ['pnpm', '--silent', '--filter', '@latchkey/web', 'budget'] }),
    code === 0
      ? await take({
          name: 'end to end',
          command: [
            'playwright',
            ...['test', '--config=e2e/playwright.config.ts', '--forbid-only', '--fail-on-flaky-tests'],
          ],
          counts: true,
        })
      : oneFailure('end to end, for want of a browser'),
  ]
}

/** @param {import('./testing/step.mjs').Result[]} results */
function finish(results) {
  console.log('')
  for (const { name, seconds, tally } of results)
    console.log(`${tally.failed > 0 ? 'FAILED' : 'ok    '} ${seconds.toFixed(1).padStart(6)} s  ${name}`)
  const sum = sumOf(results.map(({ tally }) => tally))
  console.log(`\n${lineOf(sum)}`)
  process.exitCode = sum.failed > 0 || sum.passed === 0 ? 1 : 0
}
