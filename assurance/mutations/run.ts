import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Failure, root, run } from '../../tools/toolchain/run.mjs'
import { documentOf, summaryOf } from './document.ts'
import { mutations } from './list.ts'
import type { Mutation } from './mutation.ts'
import { without } from './take-out.ts'
import { runTests } from './vitest.ts'

// `pnpm mutations` takes out every guard of the list; with words behind it, those of a bug class (`12`) or whose sentence holds them.
const timeoutMs = 120_000
/** For all files once. */
const beforeMs = 900_000

const words = process.argv.slice(2).join(' ')
const chosen = mutations.filter(({ bugs, guard }) => !words || bugs.includes(Number(words)) || guard.includes(words))

try {
  await requireClean(chosen)
  await requirePassing(chosen)
  const noticed = []
  for (const mutation of chosen) if (await isNoticed(mutation)) noticed.push(mutation)
  console.log(`\n${summaryOf(chosen, noticed.length)}`)
  process.exitCode = noticed.length === chosen.length && chosen.length > 0 ? 0 : 1
  if (!words && process.exitCode === 0) writeFileSync(join(root, 'assurance/mutations.md'), documentOf(mutations))
} catch (error) {
  if (!(error instanceof Failure)) throw error
  console.error(error.message)
  process.exitCode = 1
}

/** What is put back is what was there: nobody's work may be lost by it. */
async function requireClean(mutations: readonly Mutation[]): Promise<void> {
  const files = [...new Set(mutations.map(({ file }) => file))]
  const { output } = await run('git', ['status', '--porcelain', '--', ...files], { quiet: true })
  if (output !== '') throw new Failure(`Commit these first, since they are about to be changed:\n${output}`)
}

/** A test that fails anyhow, or is not there, would notice everything. */
async function requirePassing(mutations: readonly Mutation[]): Promise<void> {
  const files = [...new Set(mutations.map(({ test }) => test))]
  const { outcomes, interrupted } = await runTests(files, { timeout: beforeMs })
  if (interrupted) process.exit(130)
  const wanting = mutations.filter(({ test, name }) => {
    const found = outcomes.filter(outcome => outcome.file === test && outcome.name.includes(name))
    return found.length === 0 || found.some(({ state }) => state !== 'passed')
  })
  const lines = wanting.map(({ test, name }) => `${test} has no test that passes with every guard in place: ${name}`)
  if (lines.length > 0) throw new Failure(lines.join('\n'))
}

async function isNoticed(mutation: Mutation): Promise<boolean> {
  const { bugs, guard, test, name } = mutation
  const { outcomes, interrupted } = await without(mutation, () => runTests([test], { name, timeout: timeoutMs }))
  if (interrupted) process.exit(130)
  const failed = outcomes.some(({ state }) => state === 'failed')
  const says = failed ? 'noticed ' : outcomes.some(({ state }) => state === 'passed') ? 'SURVIVED' : 'NO ANSWER'
  console.log(`${says} ${bugs.join(', ').padStart(3)}  ${guard}`)
  return failed
}
