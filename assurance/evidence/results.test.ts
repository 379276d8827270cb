import { describe, expect, test } from 'vitest'
import { type Result, resultOf } from './results.ts'

const runs = (...results: [string, Result][]) =>
  results.map(([titles, result]) => ({ titles: titles.split(' › '), result }))

describe('what is tagged has passed', () => {
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

describe('what is tagged has not passed', () => {
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
