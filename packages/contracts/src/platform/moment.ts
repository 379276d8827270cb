/** A moment on two clocks of this machine, in milliseconds: one never jumps, the other continues while the machine is suspended. */
export interface Moment {
  readonly monotonic: number
  readonly wall: number
}

export const thisMoment = (): Moment => ({ monotonic: performance.now(), wall: Date.now() })

export const after = ({ monotonic, wall }: Moment, ms: number): Moment => ({
  monotonic: monotonic + ms,
  wall: wall + ms,
})

/** Whether `moment` is more than `ms` ago on either clock, or in the future of the clock of the day: then that was set back. */
export function isOlder(moment: Moment, ms: number, now: Moment = thisMoment()): boolean {
  const byWall = now.wall - moment.wall
  return now.monotonic - moment.monotonic > ms || byWall > ms || byWall < -ms
}
