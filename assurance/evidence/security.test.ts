import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { root } from '../../tools/toolchain/run.mjs'
import { parse } from '../source/ast.ts'
import { isPartOfTitle, titlesIn } from '../source/titles.ts'

const files = globSync(
  [
    '{apps,packages}/*/{src,tests,testing}/**/*.test.{ts,tsx}',
    'e2e/{auth,product,every-page}/*.ts',
    '{tools,assurance}/**/*.test.ts',
  ],
  {
    cwd: root,
    exclude: ['**/node_modules/**'],
  },
)
const titles = files.flatMap(file =>
  titlesIn(parse(file, readFileSync(path.join(root, file), 'utf8'))).map(around => around.at(-1) ?? ''),
)
const isThere = (named: string) =>
  files.some(file => file.endsWith(named)) ||
  // A sentence may be shortened by “…”.
  named.split('…').every(part => titles.some(title => isPartOfTitle(title, part.trim())))

/** The tests that the last column of each table of threats names, without words such as “the same”. */
const named = readFileSync(path.join(root, 'docs/security.md'), 'utf8')
  .split(/^\|[-|]+\|$/m)
  .flatMap((part, at, parts) => (parts[at - 1]?.trimEnd().endsWith('| test |') ? part.split('\n\n')[0] : []))
  .flatMap(table => table?.split('\n') ?? [])
  .filter(row => row.startsWith('| '))
  .flatMap(row => row.split(' | ').at(-1)?.replace(/ \|$/, '').split(' · ') ?? [])
  .map(text => text.replace(/ \(`[^`]+`\)/, '').replace(/^(the same|—).*/, ''))
  .flatMap(text => (text.includes('`') ? [...text.matchAll(/`([^`]+)`/g)].map(([, file = '']) => file) : text))
  .filter(Boolean)

describe('docs/security.md', () => {
  test('names tests', () => {
    expect(named.length).toBeGreaterThan(100)
  })

  test.each(named)('names an existing test: %s', text => {
    expect(isThere(text)).toBe(true)
  })
})
