import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Failure, run } from '../../tools/toolchain/run.mjs'
import type { Mutation } from './mutation.ts'

const root = join(import.meta.dirname, '../..')

export const read = (file: string): string => readFileSync(join(root, file), 'utf8')

/** How often a file holds the guard: once, or the entry is stale. */
export const countOf = ({ file, find }: Pick<Mutation, 'file' | 'find'>): number => read(file).split(find).length - 1

/**
 * Does `work` while a guard is taken out of its file, and puts it back, whatever ends us.
 * @throws {Failure} where the file does not hold the guard once
 */
export async function without<T>(mutation: Mutation, work: () => Promise<T>): Promise<T> {
  const { file, find, replace, guard } = mutation
  if (countOf(mutation) !== 1) throw new Failure(`${file} does not hold this once any more: ${guard}.`)
  const whole = read(file)
  const restore = () => writeFileSync(join(root, file), whole)
  process.on('exit', restore)
  try {
    writeFileSync(
      join(root, file),
      whole.replace(find, () => replace),
    )
    await prepare(file)
    return await work()
  } finally {
    restore()
    process.off('exit', restore)
    await prepare(file)
  }
}

/** The client of the database is made of its schema. */
async function prepare(file: string): Promise<void> {
  if (file.startsWith('prisma/')) await run('turbo', ['run', 'generate'], { quiet: true })
}
