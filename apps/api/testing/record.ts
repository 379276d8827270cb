/** A list of what happened. `reaches` waits until it has so many entries, and only the test's own time limit bounds the wait. */
export function record<Entry>() {
  const entries: Entry[] = []
  let awaited: { count: number; resolve: () => void }[] = []
  return {
    entries: entries as readonly Entry[],
    add(entry: Entry): void {
      entries.push(entry)
      for (const { count, resolve } of awaited) if (entries.length >= count) resolve()
      awaited = awaited.filter(({ count }) => entries.length < count)
    },
    reaches: (count: number): Promise<void> =>
      new Promise(resolve => {
        if (entries.length >= count) resolve()
        else awaited.push({ count, resolve })
      }),
  }
}
