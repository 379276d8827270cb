import { events, sessionEvents } from '@latchkey/contracts/sessions'

const firstPauseMs = 1_000
const longestPauseMs = 30_000
const lockName = 'latchkey events'

interface Listener {
  ended: (reason: string) => void
  changed: () => void
  /** The stream broke off, or could not be opened: whether to try again. */
  lost: () => Promise<boolean>
}

/**
 * Reads the stream of events once for all tabs of this browser: the tab that holds the lock reads, and when it closes,
 * the next in line does. A browser without locks reads in each tab. The answer stops that.
 */
export function readSharedEvents(listener: Listener): () => void {
  const stop = new AbortController()
  const { signal } = stop
  const reading = () => readUntil(signal, listener)
  if ('locks' in navigator) void navigator.locks.request(lockName, { signal }, reading).catch(ignoreAbort)
  else void reading()
  return () => stop.abort()
}

function ignoreAbort(error: unknown): void {
  if (!(error instanceof DOMException && error.name === 'AbortError')) throw error
}

async function readUntil(signal: AbortSignal, listener: Listener): Promise<void> {
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    const since = Date.now()
    if (await readOnce(signal, listener)) return
    if (Date.now() - since > longestPauseMs) pauseMs = firstPauseMs
    // Each browser at a time of its own: a server that comes back should not meet all of them at once.
    await pause(signal, pauseMs * (0.5 + Math.random()))
    if (signal.aborted || !(await listener.lost()) || signal.aborted) return
  }
}

/**
 * One connection, until it breaks off; true where it said that the session has ended. EventSource would come back by
 * itself, but without a look at why it broke.
 */
function readOnce(signal: AbortSignal, { ended, changed }: Listener): Promise<boolean> {
  return new Promise(resolve => {
    const source = new EventSource(events.path)
    const close = (isOver: boolean) => {
      source.close()
      resolve(isOver)
    }
    source.addEventListener('error', () => close(false))
    signal.addEventListener('abort', () => close(true))
    source.addEventListener('sessions_changed' satisfies keyof typeof sessionEvents, changed)
    source.addEventListener('session_ended' satisfies keyof typeof sessionEvents, event => {
      close(true)
      ended(reasonOf(event))
    })
  })
}

function reasonOf({ data }: MessageEvent): string {
  const told = sessionEvents.session_ended.safeParse(JSON.parse(data))
  return told.success ? told.data.reason : ''
}

function pause(signal: AbortSignal, ms: number): Promise<void> {
  return new Promise(resolve => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
