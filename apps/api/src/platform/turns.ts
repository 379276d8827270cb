import { unavailable } from './errors.ts'

/** With the waits for a connection and for the lock of a row after it, a request is answered within five seconds. */
const longestWaitMs = 1_500

/** Of one key. More would not come to their turn in time, and each end of a turn looks at them. */
export const mostWaiting = 64

/** Something that statements lock, such as a row. */
interface Locked {
  readonly key: string
  /** Only one at a time works on it. By default as many do as half of the pool has connections. */
  readonly isAlone?: boolean
}

/**
 * Statements on one row wait for each other at its lock, with a connection each. Here most of them wait without one. So a row that is
 * locked for long takes no connections from other people.
 */
export interface Turns {
  /**
   * Runs `work` when it may begin on this server under each of these keys. While it waits, others may use them.
   * @throws {ApiError} unavailable after a second and a half, or at once if 64 wait under one of these keys already
   */
  run<Result>(locked: readonly Locked[], work: () => Promise<Result>): Promise<Result>
  /** Whether nothing is under way under this key. */
  isFree(key: string): boolean
}

interface Waiter {
  readonly locked: readonly Locked[]
  readonly number: number
  begin(): void
}

/** `patience` multiplies the longest wait. */
export function openTurns(poolSize: number, patience = 1): Turns {
  const halfOfPool = Math.max(1, Math.floor(poolSize / 2))
  const underWay = new Map<string, number>()
  /** Those who wait under each key, in the order in which they came. */
  const waiting = new Map<string, Set<Waiter>>()
  let arrivals = 0
  const mayBegin = ({ key, isAlone }: Locked) => (underWay.get(key) ?? 0) < (isAlone ? 1 : halfOfPool)

  function take(locked: readonly Locked[]) {
    for (const { key } of locked) underWay.set(key, (underWay.get(key) ?? 0) + 1)
  }
  function giveBack(locked: readonly Locked[]) {
    for (const { key } of locked) {
      const left = (underWay.get(key) ?? 0) - 1
      if (left > 0) underWay.set(key, left)
      else underWay.delete(key)
    }
    for (const waiter of waitersAt(locked)) if (waiter.locked.every(mayBegin)) waiter.begin()
  }
  /** Only they may begin when these keys are given back. The one who came first is first, under whichever key. */
  function waitersAt(locked: readonly Locked[]): Waiter[] {
    const queues = locked.flatMap(({ key }) => waiting.get(key) ?? [])
    if (queues.length < 2) return [...(queues[0] ?? [])]
    return [...new Set(queues.flatMap(queue => [...queue]))].sort((a, b) => a.number - b.number)
  }
  function enqueue(waiter: Waiter) {
    for (const { key } of waiter.locked) {
      const queue = waiting.get(key)
      if (queue) queue.add(waiter)
      else waiting.set(key, new Set([waiter]))
    }
  }
  function dequeue(waiter: Waiter) {
    for (const { key } of waiter.locked) {
      const queue = waiting.get(key)
      queue?.delete(waiter)
      if (queue?.size === 0) waiting.delete(key)
    }
  }
  const isFull = ({ key }: Locked) => (waiting.get(key)?.size ?? 0) >= mostWaiting
  const myTurn = (locked: readonly Locked[]): Promise<void> =>
    new Promise((resolve, reject) => {
      if (locked.some(isFull)) return reject(unavailable())
      const leave = () => {
        clearTimeout(timer)
        dequeue(waiter)
      }
      const timer = setTimeout(() => {
        leave()
        reject(unavailable())
      }, patience * longestWaitMs)
      const begin = () => {
        leave()
        take(locked)
        resolve()
      }
      const waiter = { locked, number: arrivals++, begin }
      enqueue(waiter)
    })

  return {
    isFree: key => !underWay.has(key),
    async run(locked, work) {
      if (locked.every(mayBegin)) take(locked)
      else await myTurn(locked)
      try {
        return await work()
      } finally {
        giveBack(locked)
      }
    },
  }
}
