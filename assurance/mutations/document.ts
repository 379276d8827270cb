import { bugClasses } from '../evidence/items.ts'
import type { Mutation } from './mutation.ts'
import { placeOf } from './sources.ts'

const heading = `# Removed guards

<!-- written by \`node assurance/mutations/run.ts\` -->

The mutation run removes these guards from a copy of the source, one after the other, and runs the test beside each. If that test still
passes, it proves nothing, and the run fails.

`

/** The guards that were removed, and the tests that noticed. */
export function documentOf(mutations: readonly Mutation[]): string {
  const sections = bugClasses.map(({ text, seen }, at) =>
    section(
      `${at + 1}. ${text} (${seen})`,
      mutations.filter(({ bugs }) => bugs.includes(at + 1)),
    ),
  )
  const others = mutations.filter(({ bugs }) => bugs.length === 0)
  return `${heading}${summaryOf(mutations, mutations.length)}\n\n${sections.join('\n')}\n${section('No bug class', others)}`
}

/** The sum, as a sentence. */
export function summaryOf(mutations: readonly Mutation[], noticed: number): string {
  const classes = new Set(mutations.flatMap(({ bugs }) => bugs)).size
  return `Tests noticed ${noticed} of ${mutations.length} removed guards. They cover ${classes} of ${bugClasses.length} bug classes.`
}

const section = (title: string, mutations: readonly Mutation[]) =>
  [`## ${title}`, '', '| guard | in | test that fails |', '|---|---|---|', ...mutations.map(row), ''].join('\n')

const row = (mutation: Mutation) =>
  `| ${mutation.guard} | \`${mutation.in}\`, \`${placeOf(mutation).source.file}\` | ${cell(mutation.title)} (\`${mutation.test}\`) |`

const cell = (text: string) => text.replaceAll('|', '\\|')
