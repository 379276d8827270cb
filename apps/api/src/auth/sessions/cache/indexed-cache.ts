import { LRUCache } from 'lru-cache'

/** The ids of an entry; an announcement names one of them. */
export interface Indexed {
  readonly sessionId: string | null
  readonly userId: string | null
}

export interface IndexedCache<Value extends Indexed> {
  get(key: string): Value | undefined
  set(key: string, value: Value): void
  delete(key: string): void
  /** Deletes every entry of this session or user. */
  forget(id: string): void
  clear(): void
  readonly size: number
}

/** An LRU cache of at most `max` entries, which can also be deleted by session or user. */
export function indexedCache<Value extends Indexed>(max: number): IndexedCache<Value> {
  const keysById = new Map<string, string | Set<string>>()
  const entries = new LRUCache<string, Value>({
    max,
    dispose(value, key) {
      unindex(value.sessionId, key)
      unindex(value.userId, key)
    },
  })

  // Most users have one session: a set for each would cost more than the entry.
  function index(id: string | null, key: string): void {
    if (id === null) return
    const known = keysById.get(id)
    if (known === undefined || known === key) keysById.set(id, key)
    else if (typeof known === 'string') keysById.set(id, new Set([known, key]))
    else known.add(key)
  }

  function unindex(id: string | null, key: string): void {
    if (id === null) return
    const known = keysById.get(id)
    if (known === key) keysById.delete(id)
    else if (typeof known === 'object' && known.delete(key) && known.size === 0) keysById.delete(id)
  }

  return {
    get: key => entries.get(key),
    set(key, value) {
      entries.set(key, value)
      index(value.sessionId, key)
      index(value.userId, key)
    },
    delete: key => void entries.delete(key),
    forget(id) {
      const known = keysById.get(id)
      if (known === undefined) return
      for (const key of typeof known === 'string' ? [known] : [...known]) entries.delete(key)
    },
    clear: () => entries.clear(),
    get size() {
      return entries.size
    },
  }
}
