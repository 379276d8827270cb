/**
 * Cuts a frame off from everything that it shares with other pages of this origin. Otherwise a frame in which no one is signed in would tell the
 * developer's own tabs to sign out. The frame keeps its origin, because Vite serves modules to no other.
 */
export function isolate(): void {
  const store = new Map<string, string>()
  const storage = {
    getItem: (key: string) => store.get(key) ?? null,
    setItem: (key: string, value: string) => void store.set(key, value),
    removeItem: (key: string) => void store.delete(key),
    clear: () => store.clear(),
  }
  class Silent extends EventTarget {
    close() {}
    postMessage() {}
  }
  const replace = (target: object, name: string, value: unknown) =>
    Object.defineProperty(target, name, { value, configurable: true, writable: true })
  replace(window, 'localStorage', storage)
  replace(window, 'sessionStorage', storage)
  replace(window, 'BroadcastChannel', Silent)
  replace(window, 'EventSource', Silent)
  // Otherwise each frame that moves the focus would scroll the gallery to itself.
  const { focus } = HTMLElement.prototype
  HTMLElement.prototype.focus = function () {
    focus.call(this, { preventScroll: true })
  }
  replace(navigator, 'locks', { request: (_name: string, _options: object, work: () => unknown) => work() })
}
