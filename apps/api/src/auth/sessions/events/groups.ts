/** Values grouped by id, each group in the order of addition. */
export interface Groups<Value> {
  of(id: string): Iterable<Value>
  size(id: string): number
  add(id: string, value: Value): void
  delete(id: string, value: Value): void
}

export function groups<Value>(): Groups<Value> {
  const byId = new Map<string, Set<Value>>()
  return {
    of: id => byId.get(id) ?? [],
    size: id => byId.get(id)?.size ?? 0,
    add(id, value) {
      byId.set(id, (byId.get(id) ?? new Set()).add(value))
    },
    delete(id, value) {
      const group = byId.get(id)
      if (group?.delete(value) && group.size === 0) byId.delete(id)
    },
  }
}
