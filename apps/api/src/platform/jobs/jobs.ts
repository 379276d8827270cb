import type { Database, Transaction } from '@latchkey/database/client'
import type * as z from 'zod/mini'

/** A kind of job, and the data that one of it carries: ids and addresses, never a secret. */
export interface JobKind<Data extends object> {
  readonly name: string
  readonly data: z.ZodMiniType<Data>
}

export const jobKind = <Data extends object>(name: string, data: z.ZodMiniType<Data>): JobKind<Data> => ({ name, data })

/** Performs the jobs of one kind. It may be called again for a job that it did not finish. */
export interface Handler {
  readonly kind: JobKind<object>
  handle(data: unknown, jobId: string): Promise<void>
  /** How often a job of this kind is added by itself, once for all servers. */
  readonly everySeconds?: number
}

export const handler = <Data extends object>(
  kind: JobKind<Data>,
  work: (data: Data, jobId: string) => Promise<void>,
): Handler => ({ kind: kind as JobKind<object>, handle: async (data, jobId) => work(kind.data.parse(data), jobId) })

/** A handler whose jobs recur and carry no data. */
export const recurring = (kind: JobKind<object>, everySeconds: number, work: () => Promise<void>): Handler => ({
  ...handler(kind, work),
  everySeconds,
})

/** A job as it is kept, finished or not. */
export interface KeptJob {
  readonly kind: string
  readonly createdAt: Date
  readonly data: object
}

/** Jobs are performed once the transaction that added them is committed, and never otherwise. */
export interface Jobs {
  /**
   * Opens a queue for each kind. A kind needs this before a job of it is added: a transaction that added the first job would
   * otherwise wait for another connection, while other transactions hold all of them.
   */
  ready(handlers: readonly Handler[]): Promise<void>
  /** Throws where the data is not of its kind. Costs the transaction one query. */
  add<Data extends object>(db: Transaction | Database, kind: JobKind<Data>, data: Data): Promise<void>
  /** The jobs whose data contains this, oldest first. Finished jobs are kept for a day. */
  find(data: object): Promise<readonly KeptJob[]>
  /** Performs jobs until stopped. A job that fails is tried again, with growing pauses, for three days. */
  work(handlers: readonly Handler[]): Promise<void>
  /** Performs what waits now, also what waits for another try, and returns when nothing waits. Throws what a handler threw. */
  runAll(handlers: readonly Handler[]): Promise<void>
  /** Takes no more jobs, and lets those under way finish, for two seconds at most. Jobs may still be added. */
  stop(): Promise<void>
}
