import { existsSync, globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

const root = path.resolve(import.meta.dirname, '../..')
const ignored = ['node_modules', 'dist', '.git', '.data', 'coverage', 'test-results', 'playwright-report']
const pages = globSync('**/*.md', { cwd: root, exclude: name => ignored.includes(path.basename(name)) })

/** A page without its blocks and spans of code, which may look like links and headings. */
const proseOf = (text: string) =>
  text.replace(/^( *)```[\s\S]*?^\1```/gm, '').replace(/`[^`\n]+`/g, code => code.replace(/[[\]()#<>]/g, ''))

/** The anchors of a page, by GitHub's rule: letters, digits, - and _ stay; spaces become -; a second one of the same name ends in -1. */
function anchorsOf(text: string): Set<string> {
  const found = new Set<string>()
  for (const [, heading = ''] of proseOf(text).matchAll(/^#{1,6} +(.+?) *#*$/gm)) {
    const shown = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    const slug = shown
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M}\-_ ]/gu, '')
      .replaceAll(' ', '-')
    let anchor = slug
    for (let count = 1; found.has(anchor); count++) anchor = `${slug}-${count}`
    found.add(anchor)
  }
  return found
}

/** The links of a page that lead nowhere. `read` returns the text of a file, or undefined. */
function brokenLinks(page: string, read: (file: string) => string | undefined): string[] {
  const targets = [...proseOf(read(page) ?? '').matchAll(/\]\(([^)\s]+)\)|^\[[^\]]+\]: (\S+)|(?:href|src)="([^"]+)"/gm)]
  return targets.flatMap(([, inline, reference, attribute]) => {
    const target = inline ?? reference ?? attribute ?? ''
    if (/^[a-z]+:/.test(target)) return []
    const [file = '', anchor] = target.split('#')
    const text = read(file === '' ? page : path.join(path.dirname(page), decodeURIComponent(file)))
    if (text === undefined) return [`${page}: ${target}`]
    return anchor && !/^L\d+/.test(anchor) && !anchorsOf(text).has(anchor) ? [`${page}: ${target}`] : []
  })
}

function fromDisk(file: string): string | undefined {
  const at = path.join(root, file)
  if (!existsSync(at)) return undefined
  return file.endsWith('.md') ? readFileSync(at, 'utf8') : ''
}

describe('a link of a page', () => {
  it.each(pages)('leads to a file and a heading that exist: %s', page => {
    expect(brokenLinks(page, fromDisk)).toEqual([])
  })

  it('is found if it does not', () => {
    const files: Record<string, string> = {
      'docs/a.md': [
        '# A page',
        '## Two `words`, and [more](b.md)',
        '## Again',
        '## Again',
        '[own](#a-page) [code](#two-words-and-more) [second](#again-1) [web](https://example.com/x) [file](../c.ts)',
        '[none](#again-2) [gone](gone.md) [anchor](b.md#gone) <img src="gone.png">',
        '```sh',
        '# no heading [no](link.md)',
        '```',
        '[comment](#no-heading-nolinkmd)',
      ].join('\n'),
      'docs/b.md': '# B',
      'c.ts': '',
    }
    expect(brokenLinks('docs/a.md', file => files[file])).toEqual(
      ['#again-2', 'gone.md', 'b.md#gone', 'gone.png', '#no-heading-nolinkmd'].map(target => `docs/a.md: ${target}`),
    )
  })
})
