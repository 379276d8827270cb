import { outages } from './outages.ts'

const DEEPEST_CAUSE = 6

/** The part of an error, or of one of its causes, that says what happened. */
export interface Link {
  readonly name?: unknown
  readonly code?: unknown
  readonly kind?: unknown
  readonly originalCode?: unknown
  readonly message?: unknown
  readonly originalMessage?: unknown
}

interface FoundOutage {
  /** The row of the table in `outages.ts`. */
  readonly name: string
  /** Follows "The database cannot be used now:". */
  readonly reason: string
  /** Whether a limit of ours was reached. The database itself does answer. */
  readonly isOwnLimit: boolean
  /** Whether other statements may work nevertheless. */
  readonly isOfOneStatement: boolean
}

/**
 * Why the database is away, frozen, restarting, read-only, closed to us, out of connections or too slow, or null. Nothing is wrong
 * with the request: the same one may succeed later. `outages.ts` lists all such errors.
 */
export function outageOf(error: unknown): FoundOutage | null {
  for (const link of causes(error)) {
    const outage = outages.find(({ is }) => is(link))
    if (!outage) continue
    const { name, isOwnLimit = false, isOfOneStatement = false } = outage
    return { name, reason: outage.reason(link), isOwnLimit, isOfOneStatement }
  }
  return null
}

export const isOutage = (error: unknown): boolean => outageOf(error) !== null

/** Whether an error means that a value that must be unique already exists. */
export function isUniqueViolation(error: unknown): boolean {
  return causes(error).some(
    ({ code, kind }) => code === 'P2002' || code === '23505' || kind === 'UniqueConstraintViolation',
  )
}

/** The error and its causes. Prisma puts the driver's error into `cause` or `meta`, or wraps it twice; Node gathers several into one. */
function causes(error: unknown, depth = 0): Link[] {
  if (typeof error !== 'object' || error === null || depth > DEEPEST_CAUSE) return []
  const { cause, meta, driverAdapterError, errors } = error as Record<string, unknown>
  const below = [cause, meta, driverAdapterError, ...(error instanceof AggregateError ? (errors as unknown[]) : [])]
  return [error, ...below.flatMap(each => causes(each, depth + 1))]
}
