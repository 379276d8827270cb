import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Attack } from './attack.ts'

const readme = path.join(import.meta.dirname, 'README.md')
const [begin, end] = ['<!-- result -->', '<!-- /result -->']
const head = ['tool', 'version', 'tried on', 'requests', 'findings', 'of these explained', '']

/** A row of the table. The tool's name comes first. */
export type Row = readonly string[]

const line = (cells: Row) => `| ${cells.join(' | ')} |`

export const table = (rows: readonly Row[]): string =>
  [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')

/** Replaces the rows of these tools in the README, and says why the explained findings are harmless. */
export function writeReport(attacks: readonly Attack[], rows: readonly Row[]): void {
  const page = readFileSync(readme, 'utf8')
  const [from, to] = [page.indexOf(begin) + begin.length, page.indexOf(end)]
  const before = page
    .slice(from, to)
    .split('\n')
    .filter(text => text.startsWith('| '))
    .map(text => text.slice(2, -2).split(' | '))
  const latest = attacks.flatMap(({ name }) => [...rows, ...before].filter(([tool]) => tool === name).slice(0, 1))
  writeFileSync(readme, `${page.slice(0, from)}\n${table(latest)}\n\n${explanations(attacks)}${page.slice(to)}`)
}

const explanations = (attacks: readonly Attack[]): string =>
  attacks
    .flatMap(({ name, explained }) =>
      Object.entries(explained).map(([finding, why]) => `- **${name}**, "${finding}": ${why}\n`),
    )
    .join('')
