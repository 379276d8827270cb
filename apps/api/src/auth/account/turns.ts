import { unavailable } from '../../platform/errors.ts'

/** With the wait for the row's lock after it, a request is answered within five seconds. */
const longestWaitMs = 1_500
/** Which part of the connections the changes of one account may take. */
const shareOfPool = 1 / 2

/**
 * Runs `work` when fewer than the account's share of changes are under way on this server.
 * @throws {ApiError} unavailable after a second and a half
 */
export type AccountTurns = <Result>(userId: string, work: () => Promise<Result>) => Promise<Result>

interface Queue {
  free: number
  readonly waiting: Set<() => void>
}

/**
 * Changes of one account wait for each other at its row, each with a connection. Here most of them wait without one. So an account
 * whose row is locked for long takes no connections from other people. `patience` multiplies the longest wait.
 */
export function openAccountTurns(poolSize: number, patience = 1): AccountTurns {
  const most = Math.max(1, Math.floor(poolSize * shareOfPool))
  const queues = new Map<string, Queue>()

  return async (userId, work) => {
    const queue = queues.get(userId) ?? { free: most, waiting: new Set() }
    queues.set(userId, queue)
    if (queue.free > 0) queue.free -= 1
    else await myTurn(queue, patience * longestWaitMs)
    try {
      return await work()
    } finally {
      const [next] = queue.waiting
      if (next) next()
      else if (++queue.free === most) queues.delete(userId)
    }
  }
}

function myTurn({ waiting }: Queue, waitMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const begin = () => {
      clearTimeout(timer)
      waiting.delete(begin)
      resolve()
    }
    const timer = setTimeout(() => {
      waiting.delete(begin)
      reject(unavailable())
    }, waitMs)
    waiting.add(begin)
  })
}
