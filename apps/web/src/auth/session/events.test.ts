import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FakeEventSource } from '../../../testing/fake-events.ts'
import { readSharedEvents } from './events.ts'

const listener = () => ({ ended: vi.fn(), changed: vi.fn(), lost: vi.fn(async () => true) })
const streams = () => FakeEventSource.open

/** Locks like a browser's: one at a time, in order, and none for an aborted request. */
function fakeLocks() {
  let last = Promise.resolve()
  return {
    request(_name: string, { signal }: { signal: AbortSignal }, hold: () => Promise<void>): Promise<void> {
      const turn = last.then(() => {
        if (signal.aborted) throw new DOMException('aborted', 'AbortError')
        return hold()
      })
      last = turn.catch(() => undefined)
      return turn
    },
  }
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('navigator', { locks: fakeLocks() })
})
afterEach(() => void vi.useRealTimers())

describe('the stream of events', () => {
  it('is one for all tabs, and the next tab reads when the first one closes', async () => {
    const [first, second] = [listener(), listener()]
    const stopFirst = readSharedEvents(first)
    const stopSecond = readSharedEvents(second)
    await vi.advanceTimersByTimeAsync(0)
    expect(streams()).toHaveLength(1)
    streams()[0]?.send('sessions_changed', {})
    expect(first.changed).toHaveBeenCalledOnce()
    expect(second.changed).not.toHaveBeenCalled()

    stopFirst()
    await vi.advanceTimersByTimeAsync(0)
    expect(streams()).toHaveLength(1)
    streams()[0]?.send('session_ended', { reason: 'not_me' })
    expect(second.ended).toHaveBeenCalledWith('not_me')
    stopSecond()
    expect(streams()).toHaveLength(0)
  })

  it('is one for each tab if there are no locks', async () => {
    vi.stubGlobal('navigator', {})
    const stops = [readSharedEvents(listener()), readSharedEvents(listener())]
    expect(streams()).toHaveLength(2)
    for (const stop of stops) stop()
    expect(streams()).toHaveLength(0)
  })

  it('is left out where the browser has none, and the page asks from time to time instead', async () => {
    vi.stubGlobal('EventSource', undefined)
    const handlers = listener()
    const stop = readSharedEvents(handlers)
    await vi.advanceTimersByTimeAsync(120_000)
    expect(handlers.lost.mock.calls.length).toBeGreaterThan(3)
    expect(handlers.lost.mock.calls.length).toBeLessThan(20)
    stop()
    const asked = handlers.lost.mock.calls.length
    await vi.advanceTimersByTimeAsync(120_000)
    expect(handlers.lost.mock.calls.length).toBe(asked)
  })

  it('is one for each tab if the browser refuses locks', async () => {
    const request = () => Promise.reject(new DOMException('not for this site', 'SecurityError'))
    vi.stubGlobal('navigator', { locks: { request } })
    const stop = readSharedEvents(listener())
    await vi.advanceTimersByTimeAsync(0)
    expect(streams()).toHaveLength(1)
    stop()
    expect(streams()).toHaveLength(0)
  })

  it('is opened again after half a minute of silence', async () => {
    const handlers = listener()
    const stop = readSharedEvents(handlers)
    await vi.advanceTimersByTimeAsync(25_000)
    streams()[0]?.send('ping', {})
    await vi.advanceTimersByTimeAsync(29_000)
    expect(handlers.lost).not.toHaveBeenCalled()
    const [silent] = streams()
    await vi.advanceTimersByTimeAsync(10_000)
    expect(handlers.lost).toHaveBeenCalledOnce()
    expect(streams()).toHaveLength(1)
    expect(streams()).not.toContain(silent)
    stop()
  })

  it('is checked at once when a machine wakes up', async () => {
    const handlers = listener()
    const stop = readSharedEvents(handlers)
    await vi.advanceTimersByTimeAsync(0)
    vi.setSystemTime(Date.now() + 3_600_000)
    document.dispatchEvent(new Event('visibilitychange'))
    expect(streams()).toHaveLength(0)
    await vi.advanceTimersByTimeAsync(1_500)
    expect(handlers.lost).toHaveBeenCalledOnce()
    expect(streams()).toHaveLength(1)
    stop()
  })

  it('is opened again after growing pauses, and each time checks who is signed in', async () => {
    const handlers = listener()
    const stop = readSharedEvents(handlers)
    await vi.advanceTimersByTimeAsync(0)
    const breakOff = () => streams()[0]?.dispatchEvent(new Event('error'))
    breakOff()
    await vi.advanceTimersByTimeAsync(499)
    expect(handlers.lost).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1_001)
    expect(handlers.lost).toHaveBeenCalledOnce()
    expect(streams()).toHaveLength(1)
    breakOff()
    await vi.advanceTimersByTimeAsync(999)
    expect(streams()).toHaveLength(0)
    await vi.advanceTimersByTimeAsync(2_001)
    expect(streams()).toHaveLength(1)
    stop()
  })

  it('is not opened again if no one is signed in or the session has ended', async () => {
    const handlers = listener()
    handlers.lost.mockResolvedValue(false)
    readSharedEvents(handlers)
    await vi.advanceTimersByTimeAsync(0)
    streams()[0]?.dispatchEvent(new Event('error'))
    await vi.advanceTimersByTimeAsync(60_000)
    expect(handlers.lost).toHaveBeenCalledOnce()
    expect(streams()).toHaveLength(0)

    const stop = readSharedEvents(handlers)
    await vi.advanceTimersByTimeAsync(0)
    streams()[0]?.send('session_ended', { reason: 'idle' })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(streams()).toHaveLength(0)
    stop()
  })
})
