import type { Clock } from '../src/platform/clock.ts'

/** A clock that stands still until a test moves it. It starts in the future, so that its sessions are live by the database's clock. */
export function movableClock(
  start = new Date('2036-03-01T09:00:00.000Z'),
): Clock & { advance(milliseconds: number): void; distrust(isWrong?: boolean): void } {
  let isTrusted = true
  let now = start.getTime()
  return {
    now: () => new Date(now),
    isTrusted: () => isTrusted,
    sync() {},
    /** As after a leap of the database's clock. */
    distrust(isWrong = true) {
      isTrusted = !isWrong
    },
    advance: milliseconds => {
      now += milliseconds
    },
  }
}

export const seconds = (count: number) => count * 1000
export const minutes = (count: number) => count * 60_000
export const hours = (count: number) => minutes(60 * count)
export const days = (count: number) => hours(24 * count)
