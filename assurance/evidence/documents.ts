import { type Standing, standingOf } from './evidence.ts'
import { bugClasses, faults, type Item, reasons, requirements } from './items.ts'
import type { Entry, Evidence } from './map.ts'
import type { Result } from './results.ts'

type ResultOf = (test: Entry) => Result

const chapters: Readonly<Record<string, string>> = {
  V1: 'Encoding and sanitisation',
  V2: 'Validation and business logic',
  V3: 'Web front end',
  V4: 'API and web service',
  V6: 'Authentication',
  V7: 'Session management',
  V8: 'Authorisation',
  V11: 'Cryptography',
  V12: 'Secure communication',
  V13: 'Configuration',
  V14: 'Data protection',
  V15: 'Secure coding and architecture',
  V16: 'Logging and error handling',
}

const origin = `<!-- written by \`node assurance/evidence/write.ts\` -->

Written from \`evidence/map.json\`, which says what each test and document shows, and from the last test results. A test
is named by its titles. A row is open if no passing test shows it and no document answers it.`

/** assurance/asvs.md */
export function asvsDocument(shown: Evidence, resultOf: ResultOf): string {
  const targets = requirements.filter(({ target }) => target !== false)
  const standings = new Map(targets.map(row => [row.id, standingOf(row, shown, resultOf)]))
  const tables = Object.entries(chapters).map(([chapter, title]) => {
    const rows = targets.filter(({ id }) => id.startsWith(`${chapter}.`))
    const cells = rows.map(row => [row.id, String(row.level), row.text, ...cellsOf(row, standings.get(row.id))])
    return `## ${chapter} ${title}\n\n${table(['requirement', 'level', 'asks', 'shown by', 'result'], cells)}`
  })
  const count = (name: string, levels: readonly number[]) => {
    const results = targets.filter(({ level }) => levels.includes(level)).map(({ id }) => standings.get(id)?.result)
    return [name, results.length, ...countsOf(results)].map(String)
  }
  return `# OWASP ASVS 5.0, requirement by requirement

${origin}

The numbers are those of the OWASP Application Security Verification Standard 5.0. What each asks is in our words. Requirements that do not apply to
this system (file uploads, OAuth, WebRTC, …) are left out.

${table(
  ['level', 'rows', 'shown by tests', 'shown by a document', 'open'],
  [count('1', [1]), count('2', [2]), count('1 and 2', [1, 2]), count('3, as far as it is a goal', [3])],
)}
${tables.join('\n')}
## Not a goal

${table(
  ['requirement', 'level', 'asks'],
  requirements.filter(({ target }) => target === false).map(({ id, level, text }) => [id, String(level), text]),
)}`
}

/** assurance/threats.md */
export function threatsDocument(shown: Evidence, resultOf: ResultOf): string {
  const standings = (items: readonly Item[]) => items.map(item => standingOf(item, shown, resultOf))
  const count = (items: readonly Item[]) =>
    `${standings(items).filter(({ result }) => result === 'passed').length} of ${items.length}`
  return `# What goes wrong in systems like this one

${origin}

## Bug classes

Published in recent years in similar systems: tests rule out ${count(bugClasses)}.

${table(
  ['', 'class', 'seen in', 'shown by', 'result'],
  bugClasses.map(bug => [bug.id.slice('bug-'.length), bug.text, bug.seen, ...cellsOf(bug, standings([bug])[0])]),
)}
## Faults

What must hold when parts fail: tests show ${count(faults)}.

${table(
  ['fault', 'must hold', 'shown by', 'result'],
  faults.map(fault => [fault.text, fault.asked, ...cellsOf(fault, standings([fault])[0])]),
)}`
}

function countsOf(results: readonly (Standing['result'] | undefined)[]): number[] {
  return (['passed', 'documented', 'open'] as const).map(wanted => results.filter(result => result === wanted).length)
}

function cellsOf({ id }: Item, standing: Standing | undefined): [string, string] {
  const { result = 'open', evidence = [], missing = [] } = standing ?? {}
  const named = evidence.map(entry => `${sentenceOf(entry)}${missing.includes(entry) ? ' (**did not pass**)' : ''}`)
  const reason = reasons[id]
  return [
    [...named, ...(result === 'open' && reason ? [reason] : [])].join('<br>'),
    result === 'open' ? '**open**' : result,
  ]
}

function sentenceOf({ file, titles }: Entry): string {
  const sentence = titles.join(' › ').replaceAll(/%[sdifjoO#$]|\$[\w.]+/g, '…')
  return `${plain(sentence)} ([${file.replace(/^.*\/(src|docs)\//, '')}](../${file}))`
}

/** Escapes Markdown, so that a sentence is not read as markup or as the end of its cell. */
const plain = (text: string) => text.replaceAll(/[\\|*_`[\]<]/g, '\\$&')

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`
  return `${line(head)}|${'---|'.repeat(head.length)}\n${rows.map(line).join('')}`
}
