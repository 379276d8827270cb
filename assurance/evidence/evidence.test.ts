import { describe, expect, test } from 'vitest'
import { objections, standingOf } from './evidence.ts'
import type { Tag } from './tags.ts'

const behaviour = { id: 'V1', text: 'does it' }
const documentation = { id: 'V2', text: 'document it', answer: 'document' } as const
const tag = (...ids: string[]): Tag => ({ file: 'a', titles: ['it does'], ids })
const passed = () => 'passed' as const

describe('a requirement', () => {
  test('is shown by a test that passed', () => {
    const tags = { tests: [tag('V1', 'V3')], documents: [] }
    expect(standingOf(behaviour, tags, passed)).toEqual({ result: 'passed', evidence: tags.tests, missing: [] })
  })

  test('is open where one of its tests did not pass', () => {
    const failing = tag('V1')
    const tags = { tests: [tag('V1'), failing], documents: [] }
    const standing = standingOf(behaviour, tags, test => (test === failing ? 'did not run' : 'passed'))
    expect(standing).toEqual({ result: 'open', evidence: tags.tests, missing: [failing] })
  })

  test('is open where nothing names it', () => {
    expect(standingOf(behaviour, { tests: [tag('V2')], documents: [] }, passed).result).toBe('open')
  })

  test('is answered by a document where it asks for one, and only there', () => {
    const tags = { tests: [], documents: [tag('V1', 'V2')] }
    expect(standingOf(documentation, tags, passed).result).toBe('documented')
    expect(standingOf(behaviour, tags, passed).result).toBe('open')
  })
})

describe('it is wrong', () => {
  test.each<[string, string, Tag[], Record<string, string>]>([
    ['to name what is unknown', 'a, “it does”: nothing has the id “V9”', [tag('V1', 'V9')], {}],
    ['to have neither evidence nor a reason', 'V1 has neither evidence nor a reason for having none', [], {}],
    ['to have both', 'V1 has evidence, and a reason for having none', [tag('V1')], { V1: 'later' }],
    [
      'to excuse what is unknown',
      'a reason is given for “V9”, which nothing has as its id',
      [tag('V1')],
      { V9: 'later' },
    ],
  ])('%s', (_, sentence, tests, reasons) => {
    expect(objections([behaviour], { tests, documents: [] }, reasons)).toEqual([sentence])
  })

  test('not to show what is not aimed at', () => {
    expect(objections([{ ...behaviour, target: false }], { tests: [], documents: [] }, {})).toEqual([])
  })
})
