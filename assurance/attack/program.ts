import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, constants } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { stripVTControlCharacters } from 'node:util'
import type { Attack } from './attack.ts'

const repository = path.resolve(import.meta.dirname, '../..')

/** The repository's own programs come first. */
const searched = [path.join(repository, 'node_modules/.bin'), ...(process.env.PATH ?? '').split(path.delimiter)]

export const isInstalled = (command: string): boolean =>
  searched.some(folder => {
    try {
      accessSync(path.join(folder, command), constants.X_OK)
      return true
    } catch {
      return false
    }
  })

interface Options {
  /** The program is killed after this time. */
  seconds: number
  /** The file that keeps its output. */
  log?: string
  environment?: Record<string, string>
}

/** Runs a program with low priority and a time limit. Returns all its output. */
export async function run(
  command: string,
  args: readonly string[],
  { seconds, log, environment }: Options,
): Promise<{ output: string; isCut: boolean }> {
  const child = spawn('nice', ['-n', '19', command, ...args], {
    cwd: repository,
    env: { ...process.env, PATH: searched.join(path.delimiter), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: seconds * 1000,
    killSignal: 'SIGKILL',
  })
  const [printed, complained] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  const output = stripVTControlCharacters(printed + complained)
  if (log) await writeFile(log, output)
  return { output, isCut: child.signalCode === 'SIGKILL' }
}

/** The program's version. */
export async function versionOf({ command, version }: NonNullable<Attack['program']>): Promise<string> {
  const { output } = await run(command, version, { seconds: 30 })
  return /\d+\.\d+(\.\d+)*/.exec(output)?.[0] ?? 'unknown'
}
