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

  it('says once that it cannot look, and goes on', async () => {
    const { start, stop, lines } = watchdog()
    const look = vi.fn(async () => {})
    look.mockRejectedValueOnce(new Error('no')).mockRejectedValueOnce(new Error('no'))
    start([{ name: 'a', look }])
    await vi.advanceTimersByTimeAsync(4 * minute)
    stop()
    expect(look).toHaveBeenCalledTimes(4)
    expect(lines.map(line => JSON.parse(line))).toMatchObject([{ level: 50, event: 'watch_failed', watch: 'a' }])
  })

  it('looks at the others while one look hangs', async () => {
    const { start, stop } = watchdog()
    const hanging = vi.fn(() => new Promise<void>(() => {}))
    const look = vi.fn(async () => {})
    start([
      { name: 'a', look: hanging },
      { name: 'b', look },
    ])
    await vi.advanceTimersByTimeAsync(3 * minute)
    stop()
    expect([hanging.mock.calls.length, look.mock.calls.length]).toEqual([1, 3])
  })
})
