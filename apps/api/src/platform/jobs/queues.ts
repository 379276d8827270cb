import type { PgBoss } from 'pg-boss'
import type { JobKind } from './jobs.ts'

/**
 * Tries for three days: first after some seconds, in the end every quarter of an hour. A job whose server was killed expires and
 * is performed again within a minute. A job that is done or given up is deleted a day later.
 */
const rules = {
  retryLimit: 300,
  retryDelay: 4,
  retryBackoff: true,
  retryDelayMax: 900,
  expireInSeconds: 35,
  deleteAfterSeconds: 86_400,
}

/** Each kind has a queue of its own, so one that is stuck holds up no other. */
export const queueOf = ({ name }: JobKind<object>): string => name.replaceAll(' ', '_')

/** Creates the queues that are missing, and updates those that another version created with other rules. */
export async function ensureQueues(boss: PgBoss, names: readonly string[]): Promise<void> {
  const queues = new Map((await boss.getQueues([...names])).map(queue => [queue.name, queue]))
  for (const name of names) {
    const queue = queues.get(name)
    if (!queue) await boss.createQueue(name, rules)
    else if (Object.entries(rules).some(([rule, value]) => queue[rule as keyof typeof rules] !== value))
      await boss.updateQueue(name, rules)
  }
}
