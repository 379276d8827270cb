import { bugClasses } from '../evidence/items.ts'
import { readEvidence } from '../evidence/map.ts'
import { mutations, quick } from './list.ts'
import type { Mutation } from './mutation.ts'
import { mutate } from './sources.ts'
import { testsOf } from './tests.ts'

// Checks that every mutation finds its guard and its test. Runs no test.
const { tests } = readEvidence()
const wrong = [
  ...mutations.flatMap(objections),
  ...bugClasses
    .map((_, at) => at + 1)
    .filter(bug => !mutations.some(({ bugs }) => bugs.includes(bug)))
    .map(bug => `no mutation covers bug class ${bug}`),
  ...mutations
    .filter(({ guard }, at) => mutations.findIndex(each => each.guard === guard) !== at)
    .map(({ guard }) => `two guards have the same sentence: ${guard}`),
]

for (const sentence of wrong) console.error(sentence)
if (wrong.length === 0)
  console.log(`${mutations.length} guards and their tests found, ${quick.length} of them for the quick run`)
process.exitCode = wrong.length === 0 ? 0 : 1

function objections(mutation: Mutation): string[] {
  const { guard, bugs } = mutation
  try {
    mutate(mutation)
    const named = testsOf(mutation)
    const isShown = (bug: number) =>
      tests.some(
        ({ file, titles, ids }) =>
          ids.includes(`bug-${bug}`) &&
          named.some(test => test.file === file && test.titles.join(' › ').startsWith(titles.join(' › '))),
      )
    return bugs
      .filter(bug => !isShown(bug))
      .map(bug => `${guard}: map.json does not say that its test shows bug-${bug}`)
  } catch (error) {
    return [`${guard}: ${error instanceof Error ? error.message : error}`]
  }
}
