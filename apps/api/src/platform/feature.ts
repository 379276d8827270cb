import type { Export } from '@latchkey/contracts/auth/export'
import type { User } from '@latchkey/database/models'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../deps.ts'
import type { Handler } from './jobs/jobs.ts'
import type { Letter } from './mail/letter.ts'
import type { NoticeKind } from './mail/notice.ts'
import type { SampleDetails } from './mail/sample-letters.ts'
import type { Measure } from './metrics/measure.ts'
import type { Watch } from './watchdog.ts'

/** Everything that a feature adds to the server. Only `features.ts` lists the features. */
export interface Feature {
  readonly name: string
  /** Endpoints that anyone may call. Each feature has its own Fastify scope. */
  readonly publicRoutes?: (app: FastifyInstance, deps: Deps) => void
  /** Endpoints behind the guard. */
  readonly restrictedRoutes?: (app: FastifyInstance, deps: Deps) => void
  /** Logs its public endpoints only when they fail: a load balancer asks for the health every second. */
  readonly isQuiet?: true
  /** What it checks when a server starts, after the migrations and before the first job. */
  readonly onStart?: (deps: Deps) => Promise<void>
  /** Work that runs in the background. */
  readonly jobs?: (deps: Deps) => readonly Handler[]
  /** What raises an alarm, outside the job queue. */
  readonly watches?: (deps: Deps) => readonly Watch[]
  /** What it measures, with METRICS_PORT. Its queries take the connections of jobs. */
  readonly measures?: (deps: Deps) => readonly Measure[]
  /** Mails that tell a person what happened to their account. `notify` sends none that is not listed here. */
  readonly notices?: readonly NoticeKind[]
  /** Examples of its other letters, for the gallery of the brand. */
  readonly sampleLetters?: (details: SampleDetails) => Readonly<Record<string, Letter>>
  /** The old rows that it deletes. */
  readonly purge?: readonly PurgeRule[]
  /**
   * Everything that it stores about a person, for their export: of each list the latest `mostExported` rows. Never include
   * credentials, such as hashes. `currentSessionId` is the session that requests the export. Postgres deletes rows with a foreign key to `users` together with the person.
   */
  readonly exportOf?: (deps: Deps, user: User, currentSessionId: string) => Promise<ExportPart>
}

/** How many rows of a list an export has at most. Without a limit, one person could use up the memory of a server. */
export const mostExported = 1_000

/** Some parts of an export. The data of the product goes under `product`. */
export type ExportPart = Partial<Omit<Export, 'exportedAt' | 'product'>> & { product?: Partial<Export['product']> }

export interface PurgeRule {
  readonly name: string
  /** How many days after its end a row is deleted. */
  readonly afterDays: number | ((settings: Deps['settings']) => number)
  /** Deletes at most `batchSize` rows that ended before `until`. Returns how many, and 0 if none is left. */
  readonly deleteBatch: (deps: Deps, until: Date, now: Date) => Promise<number>
}

/** What all features measure. */
export const measuresOf = (deps: Deps): readonly Measure[] =>
  deps.features.flatMap(({ measures }) => measures?.(deps) ?? [])

/** The handlers of all features' jobs. */
export const jobHandlers = (deps: Deps): readonly Handler[] => deps.features.flatMap(({ jobs }) => jobs?.(deps) ?? [])
