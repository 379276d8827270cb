const batchSize = 100
const everyMs = 100

export interface Paced<Value> {
  add(values: Iterable<Value>): void
  delete(value: Value): void
  close(): void
}

/** Passes on values in the order of arrival, each once, in small batches: not all receivers should react at the same moment. */
export function paced<Value>(passOn: (value: Value) => void): Paced<Value> {
  const waiting = new Set<Value>()
  let timer: NodeJS.Timeout | undefined

  function next(): void {
    timer = undefined
    let room = batchSize
    for (const value of waiting) {
      if (room-- === 0) break
      waiting.delete(value)
      passOn(value)
    }
    if (room <= 0) timer = setTimeout(next, everyMs).unref()
  }

  return {
    add(values) {
      for (const value of values) waiting.add(value)
      if (timer === undefined) next()
    },
    delete: value => void waiting.delete(value),
    close() {
      clearTimeout(timer)
      waiting.clear()
    },
  }
}
