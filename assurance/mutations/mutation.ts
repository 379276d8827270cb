/** One guard, what is left of its file without it, and the test that must notice. Paths are from the root of the repository. */
export interface Mutation {
  /** The bug classes of `assurance/evidence/bug-classes.json` that the guard stands against; none for what only this project promises. */
  readonly bugs: readonly number[]
  /** What stands there, as a sentence. */
  readonly guard: string
  readonly file: string
  /** The guard itself: text that the file holds once. */
  readonly find: string
  readonly replace: string
  /** The file of the test. */
  readonly test: string
  /** The test's sentence, or the part of it that its cases share. */
  readonly name: string
}
