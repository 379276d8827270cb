import type { Target } from './target.ts'

/** What came of it. */
export interface Outcome {
  /** Everything that the tool found wrong, by the names that `explained` knows it by. */
  readonly findings: readonly string[]
  /** Where the log of the target does not tell. */
  readonly requests?: number
  /** What else is worth a line. */
  readonly notes?: readonly string[]
}

/** One tool, and what it is to try. */
export interface Attack {
  readonly name: string
  /** Under `default` the limits on guessing are those of production, which would refuse most of what guesses unread. */
  readonly limits: 'relaxed' | 'default'
  /** A program that Debian has; none where the attack comes with the repository. */
  readonly program?: { readonly command: string; readonly package: string; readonly version: readonly string[] }
  /** Findings that do no harm, and why not. */
  readonly explained: Readonly<Record<string, string>>
  /** @param folder for raw reports, empty */
  run(target: Target, folder: string): Promise<Outcome>
}
