import type { Connections, Transaction } from '@latchkey/database/client'
import { fromPrisma, PgBoss } from 'pg-boss'
import type * as z from 'zod/mini'
import type { Log } from '../log.ts'

const queue = 'outbox'

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
}

export const handler = <Data extends object>(
  kind: JobKind<Data>,
  work: (data: Data, jobId: string) => Promise<void>,
): Handler => ({ kind: kind as JobKind<object>, handle: (data, jobId) => work(kind.data.parse(data), jobId) })

/** Jobs that are done once the transaction that added them is committed, and never otherwise. */
export interface Outbox {
  /** Opens the queue, on a connection of its own: transactions that held all the others would wait for it, and it for them. */
  ready(): Promise<void>
  add<Data extends object>(tx: Transaction, kind: JobKind<Data>, data: Data): Promise<void>
  /** Does whatever waits now, and returns when nothing does. */
  runAll(handlers: readonly Handler[]): Promise<void>
  close(): Promise<void>
}

export function openOutbox({ query }: Connections, log: Log): Outbox {
  const boss = new PgBoss({ db: { executeSql: query }, migrate: false, supervise: false, schedule: false })
  boss.on('error', err => log.error({ err }, 'the outbox failed'))
  let started: Promise<unknown> | undefined
  const start = () =>
    (started ??= boss.start().then(() => boss.createQueue(queue, { retryLimit: 10, retryBackoff: true })))

  return {
    async ready() {
      await start()
    },
    async add(tx, { name }, data) {
      await start()
      await boss.send(queue, { name, data }, { db: fromPrisma(tx) })
    },
    async runAll(handlers) {
      await start()
      for (;;) {
        const [job] = await boss.fetch<{ name: string; data: unknown }>(queue)
        if (!job) return
        const found = handlers.find(({ kind }) => kind.name === job.data.name)
        if (!found) throw new Error(`Nobody does ${job.data.name}.`)
        await found.handle(job.data.data, job.id)
        await boss.complete(queue, job.id)
      }
    },
    async close() {
      if (started) await boss.stop({ graceful: false })
    },
  }
}
