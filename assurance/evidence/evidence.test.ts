import { describe, expect, test } from 'vitest'
import { objections, standingOf } from './evidence.ts'
import type { Entry } from './map.ts'

const behaviour = { id: 'V1', text: 'does it' }
const documentation = { id: 'V2', text: 'document it', answer: 'document' } as const
const entry = (...ids: string[]): Entry => ({ file: 'a', titles: ['it does'], ids })
const passed = () => 'passed' as const

describe('a requirement', () => {
  test('is shown by a test that passed', () => {
    const shown = { tests: [entry('V1', 'V3')], documents: [] }
    expect(standingOf(behaviour, shown, passed)).toEqual({ result: 'passed', evidence: shown.tests, missing: [] })
  })

  test('is open if one of its tests did not pass', () => {
    const failing = entry('V1')
    const shown = { tests: [entry('V1'), failing], documents: [] }
    const standing = standingOf(behaviour, shown, test => (test === failing ? 'did not run' : 'passed'))
    expect(standing).toEqual({ result: 'open', evidence: shown.tests, missing: [failing] })
  })

  test('is open if nothing names it', () => {
    expect(standingOf(behaviour, { tests: [entry('V2')], documents: [] }, passed).result).toBe('open')
  })

  test('is answered by a document only if it asks for one', () => {
    const shown = { tests: [], documents: [entry('V1', 'V2')] }
    expect(standingOf(documentation, shown, passed).result).toBe('documented')
    expect(standingOf(behaviour, shown, passed).result).toBe('open')
  })
})

describe('it is an error', () => {
  test.each<[string, string, Entry[], Record<string, string>]>([
    ['to name an unknown id', 'a, “it does”: no item has the id “V9”', [entry('V1', 'V9')], {}],
    ['to have neither evidence nor a reason', 'V1 has neither evidence nor a reason', [], {}],
    ['to have both', 'V1 has evidence and also a reason for having none', [entry('V1')], { V1: 'later' }],
    [
      'to give a reason for an unknown id',
      'there is a reason for “V9”, but no item has this id',
      [entry('V1')],
      { V9: 'later' },
    ],
  ])('%s', (_, sentence, tests, reasons) => {
    expect(objections([behaviour], { tests, documents: [] }, reasons)).toEqual([sentence])
  })

  test('not to show what is not a goal', () => {
    expect(objections([{ ...behaviour, target: false }], { tests: [], documents: [] }, {})).toEqual([])
  })
})
