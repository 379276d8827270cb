import { readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../../tools/toolchain/run.mjs'
import { asvsDocument, threatsDocument } from './documents.ts'
import { objections } from './evidence.ts'
import { items, reasons } from './items.ts'
import { readEvidence, strayEntries } from './map.ts'
import { readResults, resultOf } from './results.ts'

// Checks that the evidence is complete: each item has evidence or a reason, the map names only what exists, and the documents match
// the map. If the tests have run here, every named test must have passed.
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
if (!results) console.log('The tests have not run here yet, so this did not check that they pass.')
if (wrong.length === 0)
  console.log(`${items.length} items have evidence or a reason; ${evidence.tests.length} tests are named`)
process.exitCode = wrong.length === 0 ? 0 : 1

/** A document must not be committed if it names a test that did not pass. */
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
