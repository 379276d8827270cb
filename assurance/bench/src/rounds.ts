/** How long to measure. */
export interface Plan {
  readonly rounds: number
  /** The length of a round for each contender. */
  readonly seconds: number
  readonly warmUpSeconds: number
  /** Sessions that the revocation scenario ends. */
  readonly revocations: number
  /** The length of the flood of sign-ins. */
  readonly floodSeconds: number
  readonly sizes: readonly number[]
}

/**
 * Measures every contender in turn, round after round, so that other load on the machine affects them all. Each round
 * begins with another contender, so none always follows the same one.
 */
export async function interleave<Contender, Result>(
  contenders: readonly Contender[],
  rounds: number,
  measure: (contender: Contender) => Promise<Result>,
): Promise<Map<Contender, Result[]>> {
  const results = new Map(contenders.map(contender => [contender, [] as Result[]]))
  for (let round = 0; round < rounds; round++) {
    const first = round % contenders.length
    for (const contender of [...contenders.slice(first), ...contenders.slice(0, first)])
      results.get(contender)?.push(await measure(contender))
  }
  return results
}

/** The value that this share (0 to 1) of the values does not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  const upper = sorted[Math.floor(middle)] ?? Number.NaN
  return Number.isInteger(middle) ? (upper + (sorted[middle - 1] ?? upper)) / 2 : upper
}

/** The median of the ratios between two contenders within each round. */
export const medianRatio = (values: readonly number[], others: readonly number[]) =>
  median(values.map((value, round) => value / (others[round] ?? Number.NaN)))
