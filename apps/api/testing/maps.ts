/** Counts the entries with keys like `key` that `work` leaves in any map. Nothing else shows how much memory is kept. */
export function countLeftInMaps(key: RegExp, work: () => void): number {
  const written = new Set<Map<unknown, unknown>>()
  const { set } = Map.prototype
  Map.prototype.set = function (this: Map<unknown, unknown>, name, value) {
    if (key.test(String(name))) written.add(this)
    return set.call(this, name, value)
  }
  try {
    work()
  } finally {
    Map.prototype.set = set
  }
  return [...written].flatMap(map => [...map.keys()]).filter(name => key.test(String(name))).length
}
