import { type Facts, type Kind, kinds, sumOf } from './ledger.ts'

/** The fewest facts that a row must check, in a long run and in a short one. A short run need not come to each kind. */
export const leastFacts = { long: 100, short: 10 }

export interface Wanted {
  readonly isShort: boolean
  /** Kinds that the fault itself takes away. */
  readonly without?: readonly Kind[]
}

/** What a row has not shown, as sentences: it checked too little, never came to a kind, or missed what its ledger holds. */
export function missingFacts(ledger: Facts, checked: Facts, { isShort, without = [] }: Wanted): string[] {
  const wanted = kinds.filter(kind => !without.includes(kind))
  const least = isShort ? leastFacts.short : leastFacts.long
  const sum = sumOf(checked)
  return [
    ...(sum < least ? [`only ${sum} facts were checked, of at least ${least}`] : []),
    ...wanted.filter(kind => !isShort && checked[kind] === 0).map(kind => `no fact of this kind was checked: ${kind}`),
    ...wanted
      .filter(kind => checked[kind] !== ledger[kind])
      .map(kind => `of ${ledger[kind]} acknowledged ${kind}, ${checked[kind]} were checked`),
  ]
}

/** Whether a ledger holds enough for each kind that is wanted. */
export const isEnough = (ledger: Facts, wanted: Wanted): boolean => missingFacts(ledger, ledger, wanted).length === 0
