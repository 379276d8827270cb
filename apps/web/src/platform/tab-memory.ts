export type TabMemory = ReturnType<typeof createTabMemory>

/**
 * What this tab remembers until it is closed. `sessionStorage` survives a reload, as when a phone drops the page while the person looks
 * into another app. Firefox with `dom.storage.enabled` off has cookies, but null in its place. Where cookies are blocked, the very access
 * throws. The memory of the page takes its place then, up to a reload. Created once, for the session.
 */
export function createTabMemory() {
  const page = new Map<string, string>()
  return {
    read(key: string): string | null {
      return page.get(key) ?? tryStorage(storage => storage.getItem(key)) ?? null
    },
    keep(key: string, value: string): void {
      page.delete(key)
      const isKept = tryStorage(storage => {
        storage.setItem(key, value)
        return true
      })
      if (!isKept) page.set(key, value)
    },
    forget(key: string): void {
      page.delete(key)
      tryStorage(storage => storage.removeItem(key))
    },
    /** Whether it survives a reload. */
    isLasting: (): boolean => tryStorage(() => true) ?? false,
  }
}

/** Undefined if there is no storage, or it refuses. */
function tryStorage<T>(use: (storage: Storage) => T): T | undefined {
  try {
    const storage: Storage | null = sessionStorage
    return storage ? use(storage) : undefined
  } catch {
    return undefined
  }
}
