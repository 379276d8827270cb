import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { lineOf, playwrightTally, readTally, sumOf, type Tally, vitestTally } from './tally.mjs'

const folder = mkdtempSync(join(tmpdir(), 'latchkey-tally-'))
afterAll(() => rmSync(folder, { recursive: true }))

function read(report: string, exitCode: number) {
  const file = join(folder, 'tally.json')
  writeFileSync(file, report)
  return readTally(file, exitCode, (tally: Tally) => tally)
}

describe('the counts of a test runner', () => {
  test('are used unchanged if tests ran', () => {
    const counted = { passed: 3, failed: 2, skipped: 1 }
    expect(read(JSON.stringify(counted), 1)).toEqual(counted)
  })

  test.each([
    ['no test ran', '{"passed":0,"failed":0,"skipped":4}', 0, { passed: 0, failed: 1, skipped: 4 }],
    ['it failed outside of its tests', '{"passed":3,"failed":0,"skipped":0}', 1, { passed: 3, failed: 1, skipped: 0 }],
    ['its report is incomplete', '{"passed":3', 1, { passed: 0, failed: 1, skipped: 0 }],
  ])('are one failure if %s', (_, counted, exitCode, tally) => {
    expect(read(counted, exitCode)).toEqual(tally)
  })

  test('are one failure if there is no report, even if the exit code is 0', () => {
    expect(readTally(join(folder, 'nothing'), 0, vitestTally)).toEqual({ passed: 0, failed: 1, skipped: 0 })
  })
})

test('a file that Vitest could not run is a failure, and a test that did not run is skipped', () => {
  const [passed, failed, pending] = ['passed', 'failed', 'pending'].map(status => ({ status }))
  const testResults = [
    { status: 'failed', assertionResults: [passed, failed, pending].flatMap(each => each ?? []) },
    { status: 'failed', assertionResults: [] },
  ]
  expect(vitestTally({ testResults })).toEqual({ passed: 1, failed: 2, skipped: 1 })
})

test('a flaky journey and an error outside of the tests are failures', () => {
  const stats = { expected: 4, unexpected: 1, flaky: 1, skipped: 2 }
  expect(playwrightTally({ stats, errors: ['global setup'] })).toEqual({ passed: 4, failed: 3, skipped: 2 })
})

test('the last line counts what passed, failed and was skipped', () => {
  expect(lineOf({ passed: 148, failed: 0, skipped: 0 })).toBe('148 passed, 0 failed')
  expect(
    lineOf(
      sumOf([
        { passed: 1, failed: 2, skipped: 3 },
        { passed: 1, failed: 0, skipped: 1 },
      ]),
    ),
  ).toBe('2 passed, 2 failed, 4 skipped')
})
