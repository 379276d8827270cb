/** One question to the database whose answer may be overtaken by an announcement. */
export interface Fill {
  /** Whether none of `ids`, nor everything, was announced since the fill began. */
  isUntouched(...ids: string[]): boolean
  end(): void
}

export interface Announced {
  begin(): Fill
  note(id: string): void
  /** Notes that anything may have changed. */
  noteAll(): void
}

/**
 * Remembers what was announced while questions are under way. A row that was read before its session was revoked may
 * arrive after the announcement; kept, it would bring the dead back. Each fill looks for its own ids: with one counter for all, nothing could
 * be kept under load.
 */
export function rememberAnnounced(): Announced {
  let now = 0
  let everythingAt = 0
  const lastAnnounced = new Map<string, number>()
  const fills = new Set<number>()

  /** Forgets what no fill under way could have missed; the map is in the order of announcement. */
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
