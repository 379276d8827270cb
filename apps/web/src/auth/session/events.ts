import { events, sessionEvents } from '@latchkey/contracts/auth/sessions'

const firstPauseMs = 1_000
const longestPauseMs = 30_000
const lockName = 'latchkey events'
/** The server says something every 10 s. */
const longestSilenceMs = 30_000

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
  // Where the browser may keep nothing for this site, it has locks and refuses them.
  const readAlone = () => void (signal.aborted || reading())
  if ('locks' in navigator) void navigator.locks.request(lockName, { signal }, reading).catch(readAlone)
  else readAlone()
  return () => stop.abort()
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
 * itself, but without a look at why it broke, and it never notices a connection that has gone silent.
 */
function readOnce(signal: AbortSignal, { ended, changed }: Listener): Promise<boolean> {
  return new Promise(resolve => {
    const source = new EventSource(events.path)
    let heardAt = Date.now()
    const hear = <Name extends keyof typeof sessionEvents>(name: Name, then?: (event: MessageEvent) => void) =>
      source.addEventListener(name, event => {
        heardAt = Date.now()
        then?.(event)
      })
    const close = (isOver: boolean) => {
      source.close()
      stopLooking()
      resolve(isOver)
    }
    const stopLooking = lookNowAndThen(() => Date.now() - heardAt > longestSilenceMs && close(false))
    source.addEventListener('error', () => close(false))
    signal.addEventListener('abort', () => close(true))
    hear('ping')
    hear('sessions_changed', changed)
    hear('session_ended', event => {
      close(true)
      ended(reasonOf(event))
    })
  })
}

/** Calls `look` every few seconds, and at once where a machine wakes up or its network is back. The answer stops that. */
function lookNowAndThen(look: () => void): () => void {
  const timer = setInterval(look, longestSilenceMs / 6)
  document.addEventListener('visibilitychange', look)
  window.addEventListener('online', look)
  return () => {
    clearInterval(timer)
    document.removeEventListener('visibilitychange', look)
    window.removeEventListener('online', look)
  }
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
