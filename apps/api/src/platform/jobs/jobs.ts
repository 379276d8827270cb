import type { Database, Transaction } from '@latchkey/database/client'
import type * as z from 'zod/mini'

/** A kind of job, and what one of it must know: ids and addresses, never a secret. */
export interface JobKind<Data extends object> {
  readonly name: string
  readonly data: z.ZodMiniType<Data>
}

export const jobKind = <Data extends object>(name: string, data: z.ZodMiniType<Data>): JobKind<Data> => ({ name, data })

/** What does the jobs of one kind; it may be called again for a job that it did not finish. */
export interface Handler {
  readonly kind: JobKind<object>
  handle(data: unknown, jobId: string): Promise<void>
  /** Adds a job of this kind by itself, so often, on one server of all. */
  readonly everySeconds?: number
}

export const handler = <Data extends object>(
  kind: JobKind<Data>,
  work: (data: Data, jobId: string) => Promise<void>,
): Handler => ({ kind: kind as JobKind<object>, handle: async (data, jobId) => work(kind.data.parse(data), jobId) })

/** What is done again and again, and needs to know nothing. */
export const recurring = (kind: JobKind<object>, everySeconds: number, work: () => Promise<void>): Handler => ({
  ...handler(kind, work),
  everySeconds,
})

/** A job as it is kept, whether or not it is done yet. */
export interface KeptJob {
  readonly kind: string
  readonly createdAt: Date
  readonly data: object
}

/** Jobs that are done once the transaction that added them is committed, and never otherwise. */
export interface Jobs {
  /** Opens the queue, on a connection of its own: transactions that held all the others would wait for it, and it for them. */
  ready(): Promise<void>
  /** Throws where the data is not of its kind; costs the transaction one query. */
  add<Data extends object>(db: Transaction | Database, kind: JobKind<Data>, data: Data): Promise<void>
  /** The jobs whose data holds this, done ones too for as long as they are kept. */
  find(data: object): Promise<readonly KeptJob[]>
  /** Does what waits and what will come, until closed: each job again and again, with growing pauses, until it is done. */
  follow(handlers: readonly Handler[]): void
  /** Does whatever waits now, also for another try, and returns when nothing does; throws what a handler threw. */
  runAll(handlers: readonly Handler[]): Promise<void>
  /** Takes no more jobs, and lets those under way finish, for two seconds at most; jobs may still be added. */
  unfollow(): Promise<void>
  close(): Promise<void>
}
