import { endCodes, type SessionEnd, type TabMessage } from './machine.ts'

const notices = ['signed-in', 'signed-out', 'sessions-changed']

export interface Tabs {
  tell(message: TabMessage): void
  close(): void
}

/** Speaks with the other tabs of this browser, and calls `listener` with what they say. */
export function openTabs(listener: (message: TabMessage) => void): Tabs {
  // A channel leaves nothing behind, unlike a note in localStorage, and only pages of this origin hear it.
  const channel = new BroadcastChannel('latchkey')
  channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => isMessage(data) && listener(data))
  return { tell: message => channel.postMessage(message), close: () => channel.close() }
}

// The other tab may still run an older version of the app, or already a newer one.
function isMessage(data: unknown): data is TabMessage {
  if (notices.some(notice => notice === data)) return true
  const { ended, sessionId } = Object(data)
  return isSessionEnd(ended) && (sessionId === undefined || typeof sessionId === 'string')
}

function isSessionEnd(value: unknown): value is SessionEnd {
  const { code, reason } = Object(value)
  return endCodes.includes(code) && (reason === undefined || typeof reason === 'string')
}
