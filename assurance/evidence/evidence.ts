import type { Item } from './items.ts'
import type { Entry, Evidence } from './map.ts'
import type { Result } from './results.ts'

/** The state of an item, and what shows it. A document alone is no evidence of behaviour. */
export interface Standing {
  readonly result: 'passed' | 'documented' | 'open'
  readonly evidence: readonly Entry[]
  /** Named tests that do not count: they failed or did not run. */
  readonly missing: readonly Entry[]
}

export function standingOf({ id, answer }: Item, shown: Evidence, resultOf: (test: Entry) => Result): Standing {
  const names = ({ ids }: Entry) => ids.includes(id)
  const tests = shown.tests.filter(names)
  const missing = tests.filter(test => resultOf(test) !== 'passed')
  const documents = shown.documents.filter(names)
  const evidence = [...documents, ...tests]
  if (missing.length > 0) return { result: 'open', evidence, missing }
  if (tests.length > 0) return { result: 'passed', evidence, missing }
  return { result: answer === 'document' && documents.length > 0 ? 'documented' : 'open', evidence, missing }
}

/** What is wrong with the map and the reasons: one sentence for each fault. */
export function objections(
  items: readonly Item[],
  shown: Evidence,
  reasons: Readonly<Record<string, string>>,
): string[] {
  const known = new Set(items.map(({ id }) => id))
  const unknown = [...shown.tests, ...shown.documents].flatMap(({ file, titles, ids }) =>
    ids.filter(id => !known.has(id)).map(id => `${file}, “${titles.at(-1)}”: no item has the id “${id}”`),
  )
  const strayReasons = Object.keys(reasons).filter(id => !known.has(id))
  const standings = items.flatMap(item => {
    const isOpen = standingOf(item, shown, () => 'passed').result === 'open'
    const isTarget = item.target !== false
    if (isOpen && isTarget && !(item.id in reasons)) return [`${item.id} has neither evidence nor a reason`]
    return !isOpen && item.id in reasons ? [`${item.id} has evidence and also a reason for having none`] : []
  })
  return [...unknown, ...strayReasons.map(id => `there is a reason for “${id}”, but no item has this id`), ...standings]
}
