import { isSessionEnd, type SessionEnd } from './session-end.ts'

const notices = ['signed-in', 'signed-out', 'sessions-changed'] as const

/** What one tab tells the others of this browser: they share a cookie, so they share its fate. */
export type TabMessage = (typeof notices)[number] | { ended: SessionEnd; sessionId?: string }

// A channel leaves nothing behind, unlike a note in localStorage, and only pages of this origin hear it.
const channel = new BroadcastChannel('latchkey')

export const tellOtherTabs = (message: TabMessage): void => channel.postMessage(message)

/** Calls `listener` with each message; the answer stops that. */
export function hearOtherTabs(listener: (message: TabMessage) => void): () => void {
  const hear = (event: MessageEvent<unknown>) => {
    if (isMessage(event.data)) listener(event.data)
  }
  channel.addEventListener('message', hear)
  return () => channel.removeEventListener('message', hear)
}

// The other tab may still run an older version of the app, or already a newer one.
function isMessage(data: unknown): data is TabMessage {
  if (notices.some(notice => notice === data)) return true
  const { ended, sessionId } = Object(data)
  return isSessionEnd(ended) && (sessionId === undefined || typeof sessionId === 'string')
}
