/** One line of Prometheus' text format. */
export interface Sample {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

const line = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/

/** Reads what a server answers to Prometheus; throws if a line is not of its format. */
export function readSamples(text: string): Sample[] {
  return text
    .split('\n')
    .filter(each => each !== '' && !each.startsWith('#'))
    .map(each => {
      const [, name = '', labels = '', value] = line.exec(each) ?? []
      if (value === undefined) throw new Error(`This is no sample: ${each}`)
      const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)]
      return { name, labels: Object.fromEntries(pairs.map(([, label, of]) => [label, of ?? ''])), value: Number(value) }
    })
}

/** Asks a server for its metrics. */
export async function scrape(port: number): Promise<{ text: string; samples: Sample[] }> {
  const response = await fetch(`http://127.0.0.1:${port}/metrics`)
  if (response.status !== 200) throw new Error(`It answered ${response.status}.`)
  const text = await response.text()
  return { text, samples: readSamples(text) }
}

/** The sum of the samples of this name that have all these labels; undefined if there is none. */
export function sumOf(samples: readonly Sample[], name: string, labels: Record<string, string> = {}) {
  const found = samples.filter(
    sample => sample.name === name && Object.entries(labels).every(([label, value]) => sample.labels[label] === value),
  )
  return found.length === 0 ? undefined : found.reduce((sum, { value }) => sum + value, 0)
}
