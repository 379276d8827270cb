import { describe, expect, test } from 'vitest'
import { evidenceOf, strayEntries } from './map.ts'

const file = 'a.test.ts'
const text = `
describe('a call', () => {
  // it('is commented out', () => {})
  it.each([1])('answers %s', () => {})
  it(\`answers \${path}\`, () => {})
})
`
const read = (name: string) => (name === file ? text : name === 'a.md' ? '# Title\n## A chapter\n' : null)
const stray = (map: Parameters<typeof evidenceOf>[0]) => strayEntries(evidenceOf(map), read)

describe('the map', () => {
  test('names a test or a group by its titles, and a chapter by its heading', () => {
    expect(
      stray({ [file]: { 'a call': ['V1'], 'a call › answers %s': ['V2'] }, 'a.md': { 'A chapter': ['V3'] } }),
    ).toEqual([])
  })

  test.each([
    [{ [file]: { 'answers %s': ['V1'] } }, 'map.json names “answers %s”, but a.test.ts has no such test'],
    [
      { [file]: { 'a call › is commented out': [] } },
      'map.json names “a call › is commented out”, but a.test.ts has no such test',
    ],
    [{ 'b.test.ts': { 'a call': [] } }, 'map.json names b.test.ts, but there is no such file'],
    [{ 'a.md': { 'No chapter': [] } }, 'map.json names “No chapter”, but a.md has no such heading'],
  ])('names only what exists: %j', (map, sentence) => {
    expect(stray(map)).toEqual([sentence])
  })
})
