import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { root, run } from '../../tools/toolchain/run.mjs'
import { copyInstalled, remove } from '../copy.ts'
import { documentOf, summaryOf } from './document.ts'
import { mutations, quick } from './list.ts'
import type { Mutation } from './mutation.ts'
import { runTests } from './run-tests.ts'
import { mutate } from './sources.ts'
import { testsOf } from './tests.ts'

// Removes guard after guard in a copy of the repository, and runs the test that must notice. `--quick` takes one guard of each bug
// class. An argument chooses a bug class (`12`) or the guards whose sentence contains it.
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean', default: false }, workers: { type: 'string', default: '1' } },
})
const words = positionals.join(' ')
const among = values.quick ? quick : mutations
const chosen = among.filter(({ bugs, guard }) => !words || bugs.includes(Number(words)) || guard.includes(words))

const timeoutMs = 120_000
const timeoutOfAllMs = 900_000
const folders: string[] = []
process.once('exit', () => folders.forEach(remove))

const waiting = chosen.toReversed()
const noticed: Mutation[] = []
for (let worker = 0; worker < Number(values.workers); worker++) folders.push(await copyInstalled(`mutations-${worker}`))

const [first = ''] = folders
// A test that fails even with every guard in place would prove nothing.
if ((await runTests(first, chosen.flatMap(testsOf), timeoutOfAllMs)) === 'passed') {
  await Promise.all(folders.map(work))
} else console.error('Some of these tests fail even with every guard in place.')

console.log(`\n${summaryOf(chosen, noticed.length)}`)
const isComplete = chosen.length > 0 && noticed.length === chosen.length
process.exitCode = isComplete ? 0 : 1
mkdirSync(path.join(root, 'test-results'), { recursive: true })
const tally = { passed: noticed.length, failed: chosen.length - noticed.length, skipped: 0 }
writeFileSync(path.join(root, 'test-results/mutations.json'), JSON.stringify(tally))
if (isComplete && chosen.length === mutations.length)
  writeFileSync(path.join(root, 'assurance/mutations.md'), documentOf(mutations))

async function work(folder: string): Promise<void> {
  for (let mutation = waiting.pop(); mutation; mutation = waiting.pop())
    if (await isNoticed(folder, mutation)) noticed.push(mutation)
}

async function isNoticed(folder: string, mutation: Mutation): Promise<boolean> {
  const { file, text } = mutate(mutation)
  const copied = path.join(folder, file)
  const whole = readFileSync(copied, 'utf8')
  writeFileSync(copied, text)
  await generate(folder, file)
  const outcome = await runTests(folder, testsOf(mutation), timeoutMs)
  writeFileSync(copied, whole)
  await generate(folder, file)
  const says = { failed: 'noticed  ', passed: 'UNNOTICED', nothing: 'NO ANSWER' }[outcome]
  console.log(`${says} ${mutation.bugs.join(', ').padStart(6)}  ${mutation.guard}`)
  return outcome === 'failed'
}

/** The database client is generated from the Prisma schema. */
async function generate(folder: string, file: string): Promise<void> {
  if (!file.endsWith('.prisma')) return
  const database = path.join(folder, 'packages/database')
  await run(path.join(database, 'node_modules/.bin/prisma'), ['generate'], { cwd: database, quiet: true })
}
