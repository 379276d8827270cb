import type { Database, Transaction } from '@latchkey/database/client'
import type * as z from 'zod/mini'

/** A kind of job, and the schema of its data: ids and addresses, never a secret. */
export interface JobKind<Data extends object> {
  readonly name: string
  readonly data: z.ZodMiniType<Data>
  /** Who a job is for and who caused it: a person, an address, a network. Jobs of those with few jobs come first. */
  sharedBy?(data: Data): readonly string[]
}

/** Defines a kind of job. */
export const jobKind = <Data extends object>(
  name: string,
  data: z.ZodMiniType<Data>,
  { sharedBy }: Pick<JobKind<Data>, 'sharedBy'> = {},
): JobKind<Data> => ({ name, data, ...(sharedBy && { sharedBy }) })

/** Performs the jobs of one kind. It may be called again for a job that did not finish. */
export interface Handler {
  readonly kind: JobKind<object>
  handle(data: unknown, jobId: string): Promise<void>
  /** Recurring jobs only: how often one is added, once for all servers. */
  readonly everySeconds?: number
}

/** A handler that parses the data of a job before it performs it. It throws if the data does not match its kind. */
export const handler = <Data extends object>(
  kind: JobKind<Data>,
  work: (data: Data, jobId: string) => Promise<void>,
): Handler => ({
  kind: kind as JobKind<object>,
  handle: async (data, jobId) => work(kind.data.parse(data), jobId),
})

/** A handler whose jobs recur and carry no data. */
export const recurring = (kind: JobKind<object>, everySeconds: number, work: () => Promise<void>): Handler => ({
  ...handler(kind, work),
  everySeconds,
})

/** A stored job, finished or not. */
export interface KeptJob {
  readonly kind: string
  readonly createdAt: Date
  readonly data: object
}

/** Jobs of one kind that should have been performed long ago, or a recurring kind that no server adds any more. */
export interface LateJobs {
  readonly kind: string
  readonly waiting: number
  readonly since: Date
}

/** A job is performed only if the transaction that added it commits. */
export interface Jobs {
  /**
   * Opens a queue for each kind, which must exist before the first job of that kind is added. Otherwise the transaction that adds
   * it waits for another connection, and other transactions may hold all of them.
   */
  ready(handlers: readonly Handler[]): Promise<void>
  /** Adds a job, with one query in the transaction. Throws if the data does not match its kind. */
  add<Data extends object>(
    db: Transaction | Database,
    kind: JobKind<Data>,
    data: Data,
    options?: { afterSeconds?: number },
  ): Promise<void>
  /** The latest `most` jobs whose data contains any of these, oldest first. Finished jobs are kept for a day. */
  find(any: readonly object[], most: number): Promise<readonly KeptJob[]>
  /** The kinds whose jobs have waited for longer than this. */
  findLate(lateAfterSeconds: number): Promise<readonly LateJobs[]>
  /** For how many seconds the oldest due job of each kind has waited. Kinds without one are missing. */
  findWaiting(): Promise<readonly { readonly kind: string; readonly seconds: number }[]>
  /** Performs jobs until stopped. Retries a failed job for three days, with growing pauses. */
  work(handlers: readonly Handler[]): Promise<void>
  /** Performs all waiting jobs, including retries, until none waits. Throws what a handler threw. */
  runAll(handlers: readonly Handler[]): Promise<void>
  /** Starts no more jobs, and gives running ones at most two seconds to finish. Jobs may still be added. */
  stop(): Promise<void>
}
