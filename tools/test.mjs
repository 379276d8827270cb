// `npm test`: installs what is missing, including a browser, and runs the checks. A failed check does not stop the others, so the last
// line is the total. It leaves out what is slow and seldom breaks; `npm test -- --all`, as CI runs it, leaves out nothing.
import { availableParallelism } from 'node:os'
import { finish, oneFailure, reportFile, runStep } from './testing/step.mjs'
import { playwrightTally, vitestTally } from './testing/tally.mjs'
import { ensureInstalled } from './toolchain/install.mjs'
import { Failure, run } from './toolchain/run.mjs'

if (process.env.npm_lifecycle_event) await import('./toolchain/end-with-parent.mjs')

const isWhole = process.argv.includes('--all')
/** Tests that start, kill or freeze servers, race, or flood. */
const withoutSlowTests = isWhole ? [] : ['--exclude=**/*.slow.test.ts']
/** Without `e2e/every-page`. */
const journeyFolders = isWhole ? [] : ['e2e/(auth|product)/']

try {
  await ensureInstalled()
  finish(await testEverything())
} catch (error) {
  if (!(error instanceof Failure)) throw error
  console.error(`\n${error.message}`)
  finish([oneFailure('installation')])
}

async function testEverything() {
  // By default Biome writes colours even into a file.
  const colors = process.stdout.isTTY ? '--colors=force' : '--colors=off'
  const { code, interrupted } = await run('node', ['tools/testing/ensure-browser.ts'])
  if (interrupted) process.exit(code)
  return [
    await runStep({ name: 'format and lint', command: ['biome', 'ci', '--error-on-warnings', colors, '.'] }),
    await runStep({ name: 'types', command: ['turbo', 'run', 'types', '--output-logs=errors-only'] }),
    await runStep({ name: 'unused code', command: ['knip'] }),
    ...(await unitTests()),
    await runStep({ name: 'build', command: ['turbo', 'run', 'build', '--output-logs=errors-only'] }),
    await runStep({ name: 'size of the pages', command: ['pnpm', '--silent', '--filter', '@latchkey/web', 'budget'] }),
    await runStep({ name: 'oldest browsers', command: ['pnpm', '--silent', '--filter', '@latchkey/web', 'browsers'] }),
    code === 0 ? await journeys() : oneFailure('end to end (no browser)'),
  ]
}

/**
 * The tests of the pages only compute, fastest in one process that gets warm, and the other tests mostly wait for servers that they
 * start, freeze and kill. So they run at once.
 */
function unitTests() {
  return Promise.all([
    vitest('unit and integration', 'vitest.json', ['--project=!web*', `--maxWorkers=${2 * availableParallelism()}`]),
    vitest('pages', 'vitest-pages.json', ['--project=web*', '--maxWorkers=1'], { quiet: true }),
  ])
}

/** @param {string} name @param {string} reportName @param {readonly string[]} options @param {{ quiet?: boolean }} [how] */
function vitest(name, reportName, options, how) {
  const report = reportFile(reportName)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  return runStep({
    name,
    command: ['vitest', 'run', '--allowOnly=false', ...withoutSlowTests, ...options, ...reporters],
    report,
    tallyOf: vitestTally,
    ...how,
  })
}

async function journeys() {
  const report = reportFile('playwright.json')
  const config = '--config=e2e/playwright.config.ts'
  const options = ['--forbid-only', '--fail-on-flaky-tests', '--reporter=list,json']
  const result = await runStep({
    name: 'end to end',
    command: ['playwright', 'test', config, ...journeyFolders, ...options],
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: report },
    report,
    tallyOf: playwrightTally,
  })
  if (result.tally.failed > 0) await traceFailures(config)
  return result
}

/** Runs a few of the failed journeys once more, for their traces. A journey that passes now has still failed: the result does not count. */
function traceFailures(/** @type {string} */ config) {
  // The pictures of the failures stay where they are.
  const failures = ['--last-failed', '--last-failed-file=e2e/test-results/.last-run.json', '--max-failures=3']
  const traces = ['--trace=on', '--output=test-results/traces']
  return runStep({
    name: 'failed journeys once more, with a trace (does not count)',
    command: ['playwright', 'test', config, ...failures, ...traces],
  })
}
