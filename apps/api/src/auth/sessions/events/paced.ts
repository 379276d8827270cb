const atOnce = 100
const everyMs = 100

export interface Paced<Value> {
  add(values: Iterable<Value>): void
  delete(value: Value): void
  close(): void
}

/** Hands on values in the order in which they came, each once: so few at a time that what they set off does not come all at once. */
export function paced<Value>(handOn: (value: Value) => void): Paced<Value> {
  const waiting = new Set<Value>()
  let timer: NodeJS.Timeout | undefined

  function next(): void {
    timer = undefined
    let room = atOnce
    for (const value of waiting) {
      if (room-- === 0) break
      waiting.delete(value)
      handOn(value)
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
