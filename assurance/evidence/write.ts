import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { root } from '../../tools/toolchain/run.mjs'
import { asvsDocument, threatsDocument } from './documents.ts'
import { type Entry, readEvidence } from './map.ts'
import { readResults, resultOf } from './results.ts'

// Writes asvs.md and threats.md from the last test results: run `npm test`, then `pnpm assurance`. `--as-passed` counts every test as
// passed. Use it when only titles changed; `check.ts` still compares the real results.
const { values } = parseArgs({ options: { 'as-passed': { type: 'boolean', default: false } } })
const evidence = readEvidence()
const results = readResults()
const resultOfEntry = (entry: Entry) =>
  values['as-passed'] ? 'passed' : resultOf(entry, results?.get(entry.file) ?? [])

const folder = path.join(root, 'assurance')
writeFileSync(path.join(folder, 'asvs.md'), asvsDocument(evidence, resultOfEntry))
writeFileSync(path.join(folder, 'threats.md'), threatsDocument(evidence, resultOfEntry))
