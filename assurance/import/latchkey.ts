import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import path from 'node:path'

const cli = path.resolve(import.meta.dirname, '../../apps/api/src/auth/admin/cli.ts')

export interface Run {
  readonly output: string
  readonly seconds: number
  /** The most memory that the process had, where Linux tells it. */
  readonly mostMiB: number | null
}

/**
 * Runs `latchkey` with a heap of at most so many MiB, and measures it.
 * @throws {Error} with what it printed, if it fails
 */
export async function runLatchkey(environment: Record<string, string>, heapMiB: number, args: string[]): Promise<Run> {
  const began = performance.now()
  const child = spawn(process.execPath, [`--max-old-space-size=${heapMiB}`, cli, ...args], {
    env: { PATH: process.env.PATH ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [output, errors] = ['', '']
  child.stdout.setEncoding('utf8').on('data', text => (output += text))
  child.stderr.setEncoding('utf8').on('data', text => (errors += text))
  let mostMiB: number | null = null
  const watch = setInterval(async () => {
    mostMiB = (await peakOf(child.pid)) ?? mostMiB
  }, 100)
  const [code] = await once(child, 'close')
  clearInterval(watch)
  if (code !== 0) throw new Error(`latchkey ${args.join(' ')} ended with ${code}:\n${errors}${output}`)
  return { output, seconds: (performance.now() - began) / 1000, mostMiB }
}

async function peakOf(pid: number | undefined): Promise<number | null> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  const [, kib] = /VmHWM:\s+(\d+) kB/.exec(status) ?? []
  return kib === undefined ? null : Math.round(Number(kib) / 1024)
}
