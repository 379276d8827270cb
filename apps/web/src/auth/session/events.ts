import { events, sessionEvents } from '@latchkey/contracts/auth/sessions'

const firstPauseMs = 1_000
const longestPauseMs = 30_000
const lockName = 'latchkey events'
/** The server sends something every 10 s. */
const longestSilenceMs = 30_000

interface Listener {
  ended: (reason: string) => void
  changed: () => void
  /** The stream broke or could not be opened. Resolves to whether to try again. */
  lost: () => Promise<boolean>
}

/**
 * Reads one stream of events for all tabs of this browser. The tab that holds the lock reads. When it closes, the next tab
 * takes over. Without locks, each tab reads its own stream. Returns a function that stops it.
 */
export function readSharedEvents(listener: Listener): () => void {
  const stop = new AbortController()
  const { signal } = stop
  const reading = () => readUntil(signal, listener)
  // A browser that may store nothing for this site has locks, but refuses each request.
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
    // Random, so that not all browsers reconnect at once when the server is back.
    await pause(signal, pauseMs * (0.5 + Math.random()))
    if (signal.aborted || !(await listener.lost()) || signal.aborted) return
  }
}

/**
 * Reads one connection until it breaks. Resolves to true if the session ended or `signal` was aborted. EventSource would
 * reconnect by itself, but without checking why it broke, and it never notices a silent connection.
 */
function readOnce(signal: AbortSignal, { ended, changed }: Listener): Promise<boolean> {
  return new Promise(resolve => {
    const source = open()
    // The caller then asks from time to time instead.
    if (!source) return resolve(false)
    let lastEventAt = Date.now()
    const on = <Name extends keyof typeof sessionEvents>(name: Name, then?: (event: MessageEvent) => void) =>
      source.addEventListener(name, event => {
        lastEventAt = Date.now()
        then?.(event)
      })
    const close = (isOver: boolean) => {
      source.close()
      stopChecking()
      resolve(isOver)
    }
    const stopChecking = checkRegularly(() => Date.now() - lastEventAt > longestSilenceMs && close(false))
    source.addEventListener('error', () => close(false))
    signal.addEventListener('abort', () => close(true))
    on('ping')
    on('sessions_changed', changed)
    on('session_ended', event => {
      close(true)
      ended(reasonOf(event))
    })
  })
}

/** `undefined` where the browser, a policy or an extension allows no stream. */
function open(): EventSource | undefined {
  try {
    return new EventSource(events.path)
  } catch {
    return undefined
  }
}

/** Calls `check` every few seconds, on wake-up and when the network is back. Returns a function that stops it. */
function checkRegularly(check: () => void): () => void {
  const timer = setInterval(check, longestSilenceMs / 6)
  document.addEventListener('visibilitychange', check)
  window.addEventListener('online', check)
  return () => {
    clearInterval(timer)
    document.removeEventListener('visibilitychange', check)
    window.removeEventListener('online', check)
  }
}

function reasonOf({ data }: MessageEvent): string {
  const parsed = sessionEvents.session_ended.safeParse(JSON.parse(data))
  return parsed.success ? parsed.data.reason : ''
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
