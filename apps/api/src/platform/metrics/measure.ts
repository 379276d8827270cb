/** The label values that may occur: all of them, so that the number of series is bounded and none holds an address, an id or an email. */
type Labels = Readonly<Record<string, readonly string[]>>

/** Stands for every label value that a measure does not list. */
export const otherValue = 'other'

interface Named {
  /** As Prometheus names it: with the unit at the end, and `_total` for what only grows. */
  readonly name: string
  readonly help: string
  readonly labels: Labels
}

/** What is counted as it happens, by `Metrics.count`. A `counter` only grows; a `level` also falls. */
export interface Counted extends Named {
  readonly kind: 'counter' | 'level'
}

/** A number for each set of label values. */
export type Readings = number | readonly { readonly labels: Readonly<Record<string, string>>; readonly value: number }[]

/** What is read when Prometheus asks. If it fails or takes too long, it is missing from that answer. */
export interface Read extends Named {
  readonly kind: 'read'
  read(): Readings | Promise<Readings>
}

export type Measure = Counted | Read

export const counter = (name: string, help: string, labels: Labels = {}): Counted => ({
  kind: 'counter',
  ...{ name, help, labels },
})

export const level = (name: string, help: string): Counted => ({ kind: 'level', name, help, labels: {} })

export const reading = (name: string, help: string, read: Read['read'], labels: Labels = {}): Read => ({
  kind: 'read',
  ...{ name, help, labels, read },
})
