import { describe, expect, test } from 'vitest'
import { fromPlaywright, fromVitest, type Result, resultOf } from './results.ts'

const runs = (...results: [string, Result][]) =>
  results.map(([titles, result]) => ({ titles: titles.split(' › '), result }))

describe('an entry has passed', () => {
  test('where its test did', () => {
    expect(resultOf({ titles: ['a', 'b'] }, runs(['a › b', 'passed'], ['a › c', 'failed']))).toBe('passed')
  })

  test('where all tests of its group did', () => {
    expect(resultOf({ titles: ['a'] }, runs(['a › b', 'passed'], ['a › c › d', 'passed']))).toBe('passed')
  })

  test.each([
    ['refuses %s (%j)', 'refuses //evil ({"a":1}\n)'],
    ['is $name.first', 'is Ada'],
    ['costs 5 % of $ (a+b)', 'costs 5 % of $ (a+b)'],
  ])('where all its cases did: %s', (title, filledIn) => {
    expect(resultOf({ titles: [title] }, runs([filledIn, 'passed']))).toBe('passed')
  })
})

describe('an entry has not passed', () => {
  test.each<[string, Result, [string, Result][]]>([
    ['where its test failed', 'failed', [['a › b', 'failed']]],
    [
      'where one of its cases failed',
      'failed',
      [
        ['a › b', 'passed'],
        ['a › b', 'failed'],
      ],
    ],
    [
      'where one was skipped',
      'did not run',
      [
        ['a › b', 'passed'],
        ['a › b', 'did not run'],
      ],
    ],
    ['where nothing ran', 'did not run', []],
    [
      'where only others ran, of a longer title or in another group',
      'did not run',
      [
        ['a › b c', 'passed'],
        ['d › b', 'passed'],
        ['b', 'passed'],
      ],
    ],
  ])('%s', (_, result, those) => {
    expect(resultOf({ titles: ['a', 'b'] }, runs(...those))).toBe(result)
  })
})

describe('the report of a runner', () => {
  const [later, earlier] = [Date.now() + 60_000, 0]
  const assertionResults = [
    { ancestorTitles: ['a'], title: 'b', status: 'passed' },
    { ancestorTitles: [], title: 'c', status: 'skipped' },
  ]
  const vitest = (startTime: number) =>
    fromVitest({ startTime, testResults: [{ name: import.meta.filename, assertionResults }] })

  test('is read by file and titles', () => {
    expect([...vitest(later)]).toEqual([
      ['assurance/evidence/results.test.ts', runs(['a › b', 'passed'], ['c', 'did not run'])],
    ])
    const spec = { title: 'b', tests: [{ status: 'flaky' }] }
    const suite = {
      title: 'results.test.ts',
      file: 'results.test.ts',
      specs: [spec],
      suites: [{ title: 'a', file: '', specs: [spec] }],
    }
    const report = {
      config: { rootDir: import.meta.dirname },
      stats: { startTime: new Date(later).toISOString() },
      suites: [suite],
    }
    expect([...fromPlaywright(report)]).toEqual([
      ['assurance/evidence/results.test.ts', runs(['b', 'failed'], ['a › b', 'failed'])],
    ])
  })

  test('does not count for a file that changed since', () => {
    expect([...vitest(earlier)]).toEqual([])
  })
})
