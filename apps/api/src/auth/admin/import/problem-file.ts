import { type FileHandle, open, rm } from 'node:fs/promises'
import { CommandError } from '../commands/terminal.ts'
import type { RowProblem } from './row.ts'

/** A list of rows that were not imported. It holds lines, fields and reasons, and nothing of the rows. */
export interface ProblemFile {
  add(line: number, problem: RowProblem): Promise<void>
  /** Removes the file if there is nothing in it. */
  close(): Promise<void>
}

/**
 * Creates the file, readable by its owner only. Each problem is in it at once, so a crash loses none.
 * @throws {CommandError} if the file exists: it might be the wrong one
 */
export async function createProblemFile(path: string): Promise<ProblemFile> {
  const file = await createPrivateFile(path)
  let isEmpty = true
  return {
    async add(line, { field, message }) {
      await file.appendFile(`${isEmpty ? 'line,field,reason\n' : ''}${line},${field},${quoted(message)}\n`)
      isEmpty = false
    },
    async close() {
      await file.close()
      if (isEmpty) await rm(path)
    },
  }
}

/**
 * Creates a file that only its owner may read. `advice` says what to do if it exists.
 * @throws {CommandError} if it exists, or cannot be created
 */
export async function createPrivateFile(path: string, advice = 'Name a new file.'): Promise<FileHandle> {
  try {
    return await open(path, 'wx', 0o600)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw new CommandError(`${path} exists already. ${advice}`)
    throw new CommandError(`${path} cannot be written: ${(error as Error).message}.`)
  }
}

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`
