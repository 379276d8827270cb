import type { Connections } from '@latchkey/database/client'
import type { Log } from '../http/log.ts'
import { type Follower, follow } from './follow.ts'
import type { Jobs } from './jobs.ts'
import { perform } from './perform.ts'
import { openQueue } from './queue.ts'

/** The jobs of this server; it does nothing by itself before it is told to follow. */
export function openJobs(connections: Pick<Connections, 'query'>, log: Log): Jobs {
  const queue = openQueue(connections, log)
  let follower: Follower | undefined

  return {
    ready: queue.ready,
    find: queue.find,
    async add(tx, { name, data: schema }, data) {
      await queue.add(tx, name, schema.parse(data))
      follower?.expect()
    },
    follow(handlers) {
      follower = follow(queue, handlers, log)
    },
    async runAll(handlers) {
      for (;;) {
        const [job] = await queue.take(1, { early: true })
        if (!job) return
        await perform(handlers, job).catch(async error => {
          await queue.fail(job, {})
          throw error
        })
        await queue.complete(job)
      }
    },
    async unfollow() {
      await follower?.close()
    },
    async close() {
      await follower?.close()
      await queue.close()
    },
  }
}
