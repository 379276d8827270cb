import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const document = path.resolve(import.meta.dirname, '../../performance.md')

/** The report of a scenario. */
export interface Section {
  readonly name: string
  /** Markdown. */
  readonly text: string
}

/** A Markdown table that also reads well in a terminal. Columns of figures are aligned to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((name, column) => Math.max(name.length, ...rows.map(row => row[column]?.length ?? 0)))
  const isFigures = head.map((_, column) => column > 0 && rows.every(row => /^[\d–-]|^$/.test(row[column] ?? '')))
  const line = (cells: readonly string[]) =>
    `| ${head.map((_, at) => (isFigures[at] ? (cells[at] ?? '').padStart(widths[at] ?? 0) : (cells[at] ?? '').padEnd(widths[at] ?? 0))).join(' | ')} |`
  const rule = `| ${widths.map((width, at) => (isFigures[at] ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width))).join(' | ')} |`
  return [line(head), rule, ...rows.map(line)].join('\n')
}

/** A figure with three significant digits and a separator for thousands. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return '–'
  return value >= 100 ? Math.round(value).toLocaleString('en-US') : String(Number(value.toPrecision(3)))
}

/** Writes sections between their markers in assurance/performance.md. The rest of the page is written by hand. */
export function writeReport(sections: readonly Section[]): void {
  let page = readFileSync(document, 'utf8')
  for (const { name, text } of sections) {
    const [begin, end] = [`<!-- bench: ${name} -->`, `<!-- /bench: ${name} -->`]
    const from = page.indexOf(begin)
    const to = page.indexOf(end)
    if (from < 0 || to < from) throw new Error(`assurance/performance.md has no place for ${name}: ${begin} … ${end}`)
    page = `${page.slice(0, from + begin.length)}\n\n${text}\n\n${page.slice(to)}`
  }
  writeFileSync(document, page)
}

export const print = (text: string) => void process.stdout.write(`${text}\n`)

/** Prints progress to standard error, apart from the report. */
export const say = (text: string) => void process.stderr.write(`  ${text}\n`)
