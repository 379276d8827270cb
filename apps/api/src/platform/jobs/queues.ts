import type { PgBoss } from 'pg-boss'

/**
 * Retries for three days: first after a few seconds, in the end every 15 minutes. If a server is killed, its jobs expire and run
 * again within a minute. A finished or abandoned job is deleted a day later.
 */
const rules = {
  retryLimit: 300,
  retryDelay: 4,
  retryBackoff: true,
  retryDelayMax: 900,
  expireInSeconds: 35,
  deleteAfterSeconds: 86_400,
}

/** Each kind has its own queue, so a stuck kind delays no other. */
export const queueOf = ({ name }: { readonly name: string }): string => name.replaceAll(' ', '_')

/** Creates missing queues, and updates queues that another version created with different rules. */
export async function ensureQueues(boss: PgBoss, names: readonly string[]): Promise<void> {
  const queues = new Map((await boss.getQueues([...names])).map(queue => [queue.name, queue]))
  for (const name of names) {
    const queue = queues.get(name)
    if (!queue) await boss.createQueue(name, rules)
    else if (Object.entries(rules).some(([rule, value]) => queue[rule as keyof typeof rules] !== value))
      await boss.updateQueue(name, rules)
  }
}
