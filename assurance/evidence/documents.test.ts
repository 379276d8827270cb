import { describe, expect, test } from 'vitest'
import { asvsDocument, threatsDocument } from './documents.ts'
import { bugClasses } from './items.ts'
import type { Entry } from './map.ts'

const file = 'apps/api/src/auth/account/store.test.ts'
const entry = (title: string, ...ids: string[]): Entry => ({ file, titles: ['users', title], ids })
const rowOf = (document: string, first: string) => document.split('\n').find(line => line.startsWith(`| ${first} |`))
const passed = () => 'passed' as const

describe('the document on the standard', () => {
  test('names each test by its sentence, with its result', () => {
    const shown = { tests: [entry('are found by *one* query | of $kind', 'V1.2.4')], documents: [] }
    expect(rowOf(asvsDocument(shown, passed), 'V1.2.4')).toBe(
      `| V1.2.4 | 1 | parameterised SQL/ORM only | users › are found by \\*one\\* query \\| of … ([auth/account/store.test.ts](../${file})) | passed |`,
    )
    expect(
      rowOf(
        asvsDocument(shown, () => 'failed'),
        'V1.2.4',
      ),
    ).toMatch(/\(\*\*did not pass\*\*\) \| \*\*open\*\* \|$/)
  })

  test('says why a row is open', () => {
    expect(rowOf(asvsDocument({ tests: [], documents: [] }, passed), 'V12.1.1')).toMatch(
      /TLS is spoken by the operator's proxy\. \| \*\*open\*\* \|$/,
    )
  })

  test('counts the shown and open requirements of each level', () => {
    const documents = [{ file: 'docs/policies.md', titles: ['What is accepted'], ids: ['V2.1.1', 'V1.2.4'] }]
    const shown = { tests: [entry('are', 'V1.2.4', 'V1.3.7')], documents }
    expect(rowOf(asvsDocument(shown, passed), '1 and 2')).toBe('| 1 and 2 | 178 | 2 | 1 | 175 |')
    expect(
      rowOf(
        asvsDocument(shown, () => 'did not run'),
        '1 and 2',
      ),
    ).toBe('| 1 and 2 | 178 | 0 | 1 | 177 |')
  })
})

test('the document on threats counts the bug classes that tests rule out', () => {
  const document = threatsDocument({ tests: [entry('race', 'bug-1', 'bug-2')], documents: [] }, passed)
  expect(document).toContain(`: tests rule out 2 of ${bugClasses.length}.`)
  expect(rowOf(document, '1')).toMatch(/\| passed \|$/)
})
