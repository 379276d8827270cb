import { bugClasses } from '../evidence/items.ts'
import type { Mutation } from './mutation.ts'

const heading = `# Guards that were taken out

\`pnpm mutations\` takes each of these guards out of the source, one after the other, runs the test that is named beside it, and puts the
guard back. A test that does not fail then proves nothing, and the command ends with 1. Where every one is noticed, it writes this file.

`

/** What was taken out, and which test noticed. */
export function documentOf(mutations: readonly Mutation[]): string {
  const sections = bugClasses.map(({ text, seen }, at) =>
    section(`${at + 1}. ${text} (${seen})`, withBug(mutations, at + 1)),
  )
  const others = mutations.filter(({ bugs }) => bugs.length === 0)
  return `${heading}${summaryOf(mutations, mutations.length)}\n\n${sections.join('\n')}\n${section('Besides', others)}`
}

/** The line that says it all. */
export function summaryOf(mutations: readonly Mutation[], noticed: number): string {
  const classes = new Set(mutations.flatMap(({ bugs }) => bugs)).size
  return `${noticed} of ${mutations.length} guards that were taken out were noticed by their tests, of ${classes} of ${bugClasses.length} bug classes.`
}

const withBug = (mutations: readonly Mutation[], bug: number) => mutations.filter(({ bugs }) => bugs.includes(bug))

const section = (title: string, mutations: readonly Mutation[]) =>
  [`## ${title}`, '', '| guard | in | test that fails |', '|---|---|---|', ...mutations.map(row), ''].join('\n')

const row = ({ guard, file, test, name }: Mutation) =>
  `| ${guard} | \`${file}\` | ${cell(name)} (\`${test.split('/').slice(-2).join('/')}\`) |`

const cell = (text: string) => text.replaceAll('|', '\\|')
