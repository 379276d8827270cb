import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../../tools/toolchain/run.mjs'
import { asvsDocument, threatsDocument } from './documents.ts'
import { objections } from './evidence.ts'
import { items, reasons } from './items.ts'
import { readTags } from './repository.ts'
import { readResults, resultOf } from './results.ts'
import type { Tag } from './tags.ts'

// Writes assurance/asvs.md and assurance/threats.md by what the tests did when they last ran: `npm test`, or single files of them.
const tags = readTags()
const wrong = objections(items, tags, reasons)
const resultOfTest = (tag: Tag) => resultOf(tag, readResults(tag.file))
const notPassed = tags.tests.filter(tag => resultOfTest(tag) !== 'passed')

for (const sentence of wrong) console.error(sentence)
for (const tag of notPassed) console.error(`${resultOfTest(tag)}: ${tag.file}, “${tag.titles.join(' › ')}”`)
if (wrong.length > 0 || notPassed.length > 0) process.exitCode = 1

writeFileSync(path.join(root, 'assurance/asvs.md'), asvsDocument(tags, resultOfTest))
writeFileSync(path.join(root, 'assurance/threats.md'), threatsDocument(tags, resultOfTest))
