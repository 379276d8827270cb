import type { FastifyInstance } from 'fastify'
import type { Deps } from '../deps.ts'
import type { Handler } from './jobs/jobs.ts'

/** All that a feature brings along. `features.ts` lists them, and nothing else has to know one. */
export interface Feature {
  readonly name: string
  /** Endpoints that anybody may call. Each feature has a scope of its own. */
  readonly publicRoutes?: (app: FastifyInstance, deps: Deps) => void
  /** Endpoints behind the guard. */
  readonly restrictedRoutes?: (app: FastifyInstance, deps: Deps) => void
  /** What is done behind the answers. */
  readonly jobs?: (deps: Deps) => readonly Handler[]
  /** What it deletes when that has come to its end. */
  readonly purge?: readonly PurgeRule[]
  /** All that it keeps about a person, for their export. What has a foreign key to `users` goes with the person by itself. */
  readonly exportOf?: (deps: Deps, userId: string) => Promise<unknown>
}

export interface PurgeRule {
  readonly name: string
  /** How many days after its end it is deleted. */
  readonly afterDays: number | ((settings: Deps['settings']) => number)
  /** Deletes what ended before `until`, `batchSize` rows at the most; answers how many. */
  readonly deleteBatch: (deps: Deps, until: Date, now: Date) => Promise<number>
}
