/** What one tab tells the others of this browser: they share a cookie, so they share its fate. */
export type TabMessage = 'signed-in' | 'signed-out'

// A channel leaves nothing behind, unlike a note in localStorage, and only pages of this origin hear it.
const channel = new BroadcastChannel('latchkey')

export const tellOtherTabs = (message: TabMessage): void => channel.postMessage(message)

/** Calls `listener` with each message; the answer stops that. */
export function hearOtherTabs(listener: (message: TabMessage) => void): () => void {
  const hear = (event: MessageEvent<TabMessage>) => listener(event.data)
  channel.addEventListener('message', hear)
  return () => channel.removeEventListener('message', hear)
}
