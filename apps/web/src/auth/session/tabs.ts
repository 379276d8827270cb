import { endCodes, type SessionEnd, type TabMessage } from './machine.ts'

const notices = ['signed-in', 'signed-out', 'sessions-changed', 'confirmed']

export interface Tabs {
  tell(message: TabMessage): void
  close(): void
}

/** Connects to the other tabs of this browser. `listener` gets their messages. */
export function openTabs(listener: (message: TabMessage) => void): Tabs {
  const channel = openChannel()
  channel?.addEventListener('message', ({ data }: MessageEvent<unknown>) => isMessage(data) && listener(data))
  return { tell: message => channel?.postMessage(message), close: () => channel?.close() }
}

function openChannel(): BroadcastChannel | undefined {
  try {
    // Unlike localStorage, a channel stores nothing. Only pages of this origin receive it.
    return new BroadcastChannel('latchkey')
  } catch {
    // Firefox refuses it where cookies are blocked. Then the tabs learn of each other when they ask the server.
    return undefined
  }
}

// The other tab may run an older or a newer version of the app.
function isMessage(data: unknown): data is TabMessage {
  if (notices.some(notice => notice === data)) return true
  const { ended, sessionId } = Object(data)
  return isSessionEnd(ended) && (sessionId === undefined || typeof sessionId === 'string')
}

function isSessionEnd(value: unknown): value is SessionEnd {
  const { code, reason } = Object(value)
  return endCodes.includes(code) && (reason === undefined || typeof reason === 'string')
}
