import { type Moment, thisMoment } from '@latchkey/contracts/platform/moment'
import { describe, expect, it } from 'vitest'
import { createLease } from './lease.ts'

/** Two clocks that a test moves, together or apart. */
function movableMoment() {
  let now: Moment = { monotonic: 5_000, wall: 1_900_000_000_000 }
  return {
    moment: () => now,
    pass(milliseconds: Partial<Moment>) {
      now = { monotonic: now.monotonic + (milliseconds.monotonic ?? 0), wall: now.wall + (milliseconds.wall ?? 0) }
    },
  }
}

/** A lease, renewed by a beat that is sent and answered now. */
function renewed() {
  const clocks = movableMoment()
  const lease = createLease(clocks.moment)
  lease.renew(clocks.moment())
  return { ...clocks, lease }
}

describe('a lease', () => {
  it('does not hold before the first beat, at any time of the clocks', () => {
    expect(createLease(() => ({ monotonic: 0, wall: 0 })).holds()).toBe(false)
    expect(createLease().holds()).toBe(false)
  })

  it('holds for a second and no longer', () => {
    const { lease, pass } = renewed()
    expect(lease.holds()).toBe(true)
    pass({ monotonic: 1000, wall: 1000 })
    expect(lease.holds()).toBe(true)
    pass({ monotonic: 0.01, wall: 0 })
    expect(lease.holds()).toBe(false)
  })

  it('starts when the answered beat was sent, not when the answer came', () => {
    const { moment, pass } = movableMoment()
    const lease = createLease(moment)
    const sent = moment()
    pass({ monotonic: 900, wall: 900 })
    lease.renew(sent)
    pass({ monotonic: 100, wall: 100 })
    expect(lease.holds()).toBe(true)
    pass({ monotonic: 1, wall: 1 })
    expect(lease.holds()).toBe(false)
  })

  it('does not start with a beat that was answered after more than a second', () => {
    const { moment, pass } = movableMoment()
    const lease = createLease(moment)
    const sent = moment()
    pass({ monotonic: 1001, wall: 1001 })
    lease.renew(sent)
    expect(lease.holds()).toBe(false)
  })

  it('holds again after the next beat', () => {
    const { lease, moment, pass } = renewed()
    pass({ monotonic: 60_000, wall: 60_000 })
    expect(lease.holds()).toBe(false)
    lease.renew(moment())
    expect(lease.holds()).toBe(true)
  })

  it('does not hold after it was ended, until the next beat', () => {
    const { lease, moment } = renewed()
    lease.end()
    expect(lease.holds()).toBe(false)
    lease.renew(moment())
    expect(lease.holds()).toBe(true)
  })

  it.each([
    ['a paused process', { monotonic: 3_000, wall: 3_000 }],
    ['a suspended machine, whose monotonic clock stood still', { monotonic: 0, wall: 3_000 }],
    ['a wall clock that was set forward', { monotonic: 5, wall: 1_001 }],
    ['a wall clock that was set back', { monotonic: 5, wall: -1_001 }],
    ['a wall clock that was set back by the length of a pause', { monotonic: 3_000, wall: 0 }],
  ])('does not outlast %s', (_, passed) => {
    const { lease, pass } = renewed()
    pass(passed)
    expect(lease.holds()).toBe(false)
  })

  it('survives a correction of the wall clock by less than a second', () => {
    for (const wall of [-900, 900]) {
      const { lease, pass } = renewed()
      pass({ monotonic: 5, wall })
      expect(lease.holds()).toBe(true)
    }
  })

  it('reads both clocks of this machine', () => {
    const [before, moment, after] = [Date.now(), thisMoment(), Date.now()]
    expect(moment.wall).toBeGreaterThanOrEqual(before)
    expect(moment.wall).toBeLessThanOrEqual(after)
    expect(moment.monotonic).toBeLessThanOrEqual(performance.now())
    const lease = createLease()
    lease.renew(moment)
    expect(lease.holds()).toBe(true)
  })
})
