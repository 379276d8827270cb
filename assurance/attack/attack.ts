import type { Target } from './target.ts'

/** The result of an attack. */
export interface Outcome {
  /** Everything that the tool found wrong. `explained` uses the same names. */
  readonly findings: readonly string[]
  /** The number of requests, if the target's log does not tell. */
  readonly requests?: number
  /** Other facts for the report. */
  readonly notes?: readonly string[]
}

/** One tool, and what it tries. */
export interface Attack {
  readonly name: string
  /** `default` keeps the limits of production. They would refuse most attempts of a guessing tool unread. */
  readonly limits: 'relaxed' | 'default'
  /** A Debian program; none if the attack is part of the repository. */
  readonly program?: { readonly command: string; readonly package: string; readonly version: readonly string[] }
  /** Harmless findings, and why they are harmless. */
  readonly explained: Readonly<Record<string, string>>
  /** @param folder an empty folder for raw reports */
  run(target: Target, folder: string): Promise<Outcome>
}
