import type { Change } from './operators.ts'

/** One guard, what is done to take it out, and the test that must notice. */
export interface Mutation {
  /** The bug classes of `evidence/bug-classes.json` that the guard stands against; none for what only this project promises. */
  readonly bugs: readonly number[]
  /** What the guard does, as a sentence. */
  readonly guard: string
  /** The function or constant that holds the guard; `around.within` for one within another. In SQL and Prisma files: words of the statement. */
  readonly in: string
  /** The end of the path of its file, where another file has the same name. */
  readonly file?: string
  readonly change: Change
  /** The end of the path of the test's file. */
  readonly test: string
  /** The test's own title as it is written in its file, placeholders included. */
  readonly title: string
}
