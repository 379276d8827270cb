import { setTimeout } from 'node:timers/promises'

/** Short, yet long enough to leave the processor to the work that is waited for. */
const pauseMs = 5

/** Waits until the condition holds. Only the test's own time limit bounds the wait. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await setTimeout(pauseMs)
}
