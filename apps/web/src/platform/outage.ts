import { OutageError } from './api-errors.ts'

const firstPauseMs = 1_000
const longestPauseMs = 15_000

type Listener = () => void

/** Ends the pause of each call that waits for the server. A call stands here from its first failure until its answer. */
const waiting = new Map<symbol, Listener>()
const listeners = new Set<Listener>()

/** Whether something waits for a server that can't be reached. */
export const isOutage = (): boolean => waiting.size > 0

/** Calls `listener` when an outage begins or ends; the answer stops that. */
export function onOutage(listener: Listener): Listener {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Has every waiting call ask again now. */
export function askAgain(): void {
  for (const wake of waiting.values()) wake()
}

/** Asks until somebody answers, with growing pauses. What the server itself refuses is thrown at once. */
export async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  const self = Symbol('waiting call')
  try {
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
      try {
        return await ask()
      } catch (error) {
        if (!(error instanceof OutageError)) throw error
        await pause(self, pauseMs)
      }
    }
  } finally {
    wait(self, undefined)
  }
}

function pause(self: symbol, ms: number): Promise<void> {
  return new Promise(resolve => {
    const timer = setTimeout(resolve, ms)
    wait(self, () => {
      clearTimeout(timer)
      resolve()
    })
  })
}

function wait(self: symbol, wake: Listener | undefined): void {
  const before = isOutage()
  if (wake) waiting.set(self, wake)
  else waiting.delete(self)
  if (before !== isOutage()) for (const listener of listeners) listener()
}
