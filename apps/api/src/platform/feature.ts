import type { Export } from '@latchkey/contracts/auth/account'
import type { User } from '@latchkey/database/models'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../deps.ts'
import type { Handler } from './jobs/jobs.ts'
import type { NoticeKind } from './mail/notice.ts'

/** All that a feature brings along. `features.ts` lists them, and nothing else has to know one. */
export interface Feature {
  readonly name: string
  /** Endpoints that anybody may call. Each feature has a scope of its own. */
  readonly publicRoutes?: (app: FastifyInstance, deps: Deps) => void
  /** Endpoints behind the guard. */
  readonly restrictedRoutes?: (app: FastifyInstance, deps: Deps) => void
  /** Its open endpoints are logged only where they fail: a load balancer asks for its health every second. */
  readonly isQuiet?: true
  /** What is done behind the answers. */
  readonly jobs?: (deps: Deps) => readonly Handler[]
  /** Mails that tell a person what happened to their account. `notify` sends none that is not listed here. */
  readonly notices?: readonly NoticeKind[]
  /** What it deletes when that has come to its end. */
  readonly purge?: readonly PurgeRule[]
  /**
   * All that it keeps about a person, for their export: never what proves something, such as a hash. `currentSessionId` is the session
   * that asks. What has a foreign key to `users` is deleted with the person by itself.
   */
  readonly exportOf?: (deps: Deps, user: User, currentSessionId: string) => Promise<ExportPart>
}

/** Some of an export's parts. What the product keeps stands under `product`. */
export type ExportPart = Partial<Omit<Export, 'exportedAt' | 'product'>> & { product?: Partial<Export['product']> }

export interface PurgeRule {
  readonly name: string
  /** How many days after its end it is deleted. */
  readonly afterDays: number | ((settings: Deps['settings']) => number)
  /** Deletes what ended before `until`, `batchSize` rows at the most; answers how many. */
  readonly deleteBatch: (deps: Deps, until: Date, now: Date) => Promise<number>
}

/** The handlers of all features' jobs. */
export const jobHandlers = (deps: Deps): readonly Handler[] => deps.features.flatMap(({ jobs }) => jobs?.(deps) ?? [])
