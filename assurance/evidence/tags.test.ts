import { describe, expect, test } from 'vitest'
import { tagsIn, tagsInDocument } from './tags.ts'

const said = (text: string) => tagsIn(text, 'a.test.ts').map(({ titles, ids }) => [titles.join(' › '), ...ids])

describe('a tag in a test file', () => {
  test('belongs to the test or the group below it', () => {
    expect(
      said(`
        // evidence: V6.2.4 bug-5
        describe('a password', () => {
          it('is long', () => {})
          // Why it is not common.
          // evidence: V6.2.11
          // evidence: bug-6
          // Which list it is.
          it('is rare', async () => {})
        })
        // evidence: V1.2.4
        test('anything', () => {})
      `),
    ).toEqual([
      ['a password', 'V6.2.4', 'bug-5'],
      ['a password › is rare', 'V6.2.11'],
      ['a password › is rare', 'bug-6'],
      ['anything', 'V1.2.4'],
    ])
  })

  test('belongs to a test of several cases, conditions or options', () => {
    expect(
      said(`
        // evidence: V1.1.1
        it.each([1, 2])('is %i', n => {})
        // evidence: V1.1.2
        it.runIf(root)('as root', { timeout: 1 }, function () {})
        for (const path of paths) {
          // evidence: V1.2.1
          test(\`the page \${path} is there\`, async ({ page }) => {})
        }
      `),
    ).toEqual([
      ['is %i', 'V1.1.1'],
      ['as root', 'V1.1.2'],
      ['the page %s is there', 'V1.2.1'],
    ])
  })

  test.each([
    ['nothing', '// evidence: V1.1.1'],
    ['what is no test', '// evidence: V1.1.1\nconst a = 1\nit("is", () => {})'],
    ['what only prepares tests', '// evidence: V1.1.1\ntest.use({ locale: "en" })'],
    ['a hook', '// evidence: V1.1.1\ntest.beforeEach(() => {})'],
  ])('is an error above %s', (_, text) => {
    expect(() => tagsIn(text, 'a.test.ts')).toThrow('a.test.ts: the tag “V1.1.1” stands above no test')
  })

  test('is a comment, and no text that looks like one', () => {
    expect(said("const text = `\n// evidence: V1.1.1\n`\n// The evidence: V1.1.1\nit('is', () => {})")).toEqual([])
  })
})

describe('a tag in a document', () => {
  test('belongs to the heading above it', () => {
    expect(
      tagsInDocument('# A\n\n## B\n<!-- evidence: V2.1.1 V2.1.2 -->\ntext\n\n<!-- evidence: V6.1.1 -->', 'docs/a.md'),
    ).toEqual([
      { file: 'docs/a.md', titles: ['B'], ids: ['V2.1.1', 'V2.1.2'] },
      { file: 'docs/a.md', titles: ['B'], ids: ['V6.1.1'] },
    ])
  })

  test('is an error where there is none', () => {
    expect(() => tagsInDocument('<!-- evidence: V2.1.1 -->', 'a.md')).toThrow('stands below no heading')
  })
})
