/** One query whose answer may arrive after an announcement that contradicts it. */
export interface Fill {
  /** Whether no announcement since the fill began named one of `ids` or everything. */
  isUntouched(...ids: string[]): boolean
  end(): void
}

export interface Announced {
  begin(): Fill
  note(id: string): void
  /** Records that anything may have changed. */
  noteAll(): void
}

/**
 * Remembers what was announced while queries run. A row that was read before its session was revoked may arrive after the
 * announcement; in the cache it would make the session live again. Each fill checks its own ids: with one counter for all, nothing could
 * be cached under load.
 */
export function rememberAnnounced(): Announced {
  let now = 0
  let everythingAt = 0
  const lastAnnounced = new Map<string, number>()
  const fills = new Set<number>()

  /** Forgets announcements older than every running fill; the map is in the order of announcement. */
  function prune(): void {
    const oldest = fills.values().next().value ?? Number.POSITIVE_INFINITY
    for (const [id, at] of lastAnnounced) {
      if (at > oldest) return
      lastAnnounced.delete(id)
    }
  }

  return {
    begin() {
      now += 1
      const began = now
      fills.add(began)
      return {
        isUntouched: (...ids) => everythingAt <= began && ids.every(id => (lastAnnounced.get(id) ?? 0) <= began),
        end() {
          fills.delete(began)
          prune()
        },
      }
    },
    note(id) {
      if (fills.size === 0) return
      now += 1
      lastAnnounced.delete(id)
      lastAnnounced.set(id, now)
    },
    noteAll() {
      now += 1
      everythingAt = now
    },
  }
}
