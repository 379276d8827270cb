import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createLog } from './http/log.ts'
import { openWatchdog } from './watchdog.ts'

const minute = 60_000

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function watchdog() {
  const lines: string[] = []
  return { ...openWatchdog(createLog('warn', { write: line => void lines.push(line) })), lines }
}

describe('the watchdog', () => {
  it('looks every minute until it is stopped', async () => {
    const { start, stop } = watchdog()
    const look = vi.fn(async () => {})
    start([{ name: 'a', look }])
    await vi.advanceTimersByTimeAsync(3 * minute)
    expect(look).toHaveBeenCalledTimes(3)
    stop()
    await vi.advanceTimersByTimeAsync(3 * minute)
    expect(look).toHaveBeenCalledTimes(3)
  })

  it('says each time that it cannot look, but of an outage only once, and goes on', async () => {
    const { start, stop, lines } = watchdog()
    const away = Object.assign(new Error('away'), { code: 'ECONNREFUSED' })
    const look = vi.fn(async () => {})
    for (const error of [new Error('no'), new Error('no'), away, away]) look.mockRejectedValueOnce(error)
    start([{ name: 'a', look }])
    await vi.advanceTimersByTimeAsync(5 * minute)
    stop()
    expect(look).toHaveBeenCalledTimes(5)
    const logged = lines.map(line => JSON.parse(line))
    expect(logged.map(({ level }) => level)).toEqual([50, 50, 40])
    expect(logged).toMatchObject(logged.map(() => ({ event: 'watch_failed', watch: 'a' })))
  })

  it('looks at the others while one look hangs, and says so', async () => {
    const { start, stop, lines } = watchdog()
    const hanging = vi.fn(() => new Promise<void>(() => {}))
    const look = vi.fn(async () => {})
    start([
      { name: 'a', look: hanging },
      { name: 'b', look },
    ])
    await vi.advanceTimersByTimeAsync(3 * minute)
    stop()
    expect([hanging.mock.calls.length, look.mock.calls.length]).toEqual([1, 3])
    expect(lines.map(line => JSON.parse(line))).toMatchObject(
      [1, 2].map(() => ({ level: 50, event: 'watch_failed', watch: 'a' })),
    )
  })
})
