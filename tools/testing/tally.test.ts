import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { lineOf, readTally, sumOf } from './tally.mjs'

const folder = mkdtempSync(join(tmpdir(), 'latchkey-tally-'))
afterAll(() => rmSync(folder, { recursive: true }))

function read(counted: string, exitCode: number) {
  const file = join(folder, 'tally.json')
  writeFileSync(file, counted)
  return readTally(file, exitCode)
}

describe('what a test runner counted', () => {
  test('is taken as it is where tests ran', () => {
    const counted = { passed: 3, failed: 2, skipped: 1 }
    expect(read(JSON.stringify(counted), 1)).toEqual(counted)
  })

  test.each([
    ['no test ran', '{"passed":0,"failed":0,"skipped":4}', 0, { passed: 0, failed: 1, skipped: 4 }],
    ['it failed outside of its tests', '{"passed":3,"failed":0,"skipped":0}', 1, { passed: 3, failed: 1, skipped: 0 }],
    ['it left only half of its counts', '{"passed":3', 1, { passed: 0, failed: 1, skipped: 0 }],
  ])('is one failure where %s', (_, counted, exitCode, tally) => {
    expect(read(counted, exitCode)).toEqual(tally)
  })

  test('is one failure where it left nothing, whatever its exit code says', () => {
    expect(readTally(join(folder, 'nothing'), 0)).toEqual({ passed: 0, failed: 1, skipped: 0 })
  })
})

test('the closing line is plain, and names what was skipped', () => {
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
