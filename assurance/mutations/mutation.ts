import type { Change } from './operators.ts'

/** One guard, the change that removes it, and the test that must notice. */
export interface Mutation {
  /** The bug classes of `evidence/bug-classes.json` that the guard prevents; none for a promise of this project only. */
  readonly bugs: readonly number[]
  /** What the guard does, as a sentence. */
  readonly guard: string
  /** The function or constant that holds the guard; `outer.inner` for a nested one. In SQL and Prisma files: words of the statement. */
  readonly in: string
  /** The end of the file's path, if another file declares the same name. */
  readonly file?: string
  readonly change: Change
  /** The end of the path of the test's file. */
  readonly test: string
  /** The test's own title as written in its file, with placeholders. */
  readonly title: string
}
