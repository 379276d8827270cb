import { readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../../tools/toolchain/run.mjs'
import { asvsDocument, threatsDocument } from './documents.ts'
import { objections } from './evidence.ts'
import { items, reasons } from './items.ts'
import { readEvidence, strayEntries } from './map.ts'
import { readResults, resultOf } from './results.ts'

// Whether the evidence is complete: every item is shown or has a reason, the map names only what is there, the documents say what the
// map says, and, where the tests ran, every test that is named passed.
const evidence = readEvidence()
const results = readResults()
const wrong = [
  ...strayEntries(evidence),
  ...objections(items, evidence, reasons),
  ...outdated(
    'asvs.md',
    asvsDocument(evidence, () => 'passed'),
  ),
  ...outdated(
    'threats.md',
    threatsDocument(evidence, () => 'passed'),
  ),
  ...(results ? evidence.tests.flatMap(notPassed) : []),
]

for (const sentence of wrong) console.error(sentence)
if (!results) console.log('The tests have not run here yet, so whether they pass is not checked.')
if (wrong.length === 0)
  console.log(`${items.length} items, each shown or with its reason, by ${evidence.tests.length} tests`)
process.exitCode = wrong.length === 0 ? 0 : 1

/** A document that names a test which did not pass must not be committed. */
function outdated(name: string, asItShouldBe: string): string[] {
  const written = readFileSync(path.join(root, 'assurance', name), 'utf8')
  return written === asItShouldBe
    ? []
    : [`${name} is out of date: run \`npm test\`, then \`node assurance/evidence/write.ts\``]
}

function notPassed(entry: (typeof evidence.tests)[number]): string[] {
  const result = resultOf(entry, results?.get(entry.file) ?? [])
  return result === 'passed' ? [] : [`${result}: “${entry.titles.join(' › ')}” in ${entry.file}`]
}
