import { type SpawnOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { text } from 'node:stream/consumers'

export const root = path.resolve(import.meta.dirname, '../..')

/** The programs that the whole run needs, each with its package of Debian. */
export const programs = {
  podman: 'podman',
  buildah: 'buildah',
  runc: 'runc',
  debootstrap: 'debootstrap',
  caddy: 'caddy',
  psql: 'postgresql-client-15',
  openssl: 'openssl',
  ip: 'iproute2',
  unshare: 'util-linux',
  'docker-compose': 'docker-compose',
  'systemd-analyze': 'systemd',
} as const

export interface Ran {
  readonly code: number | null
  /** What it printed, without its errors. */
  readonly output: string
  readonly errors: string
}

/** Runs a program to its end. `input` is what it reads. */
export async function run(
  command: string,
  args: readonly string[],
  input = '',
  options: SpawnOptions = {},
): Promise<Ran> {
  const child = spawn(command, args, { cwd: root, ...options, stdio: ['pipe', 'pipe', 'pipe'] })
  // A program that ends early reads nothing.
  child.stdin?.on('error', () => {})
  child.stdin?.end(input)
  const printed = Promise.all([child.stdout ? text(child.stdout) : '', child.stderr ? text(child.stderr) : ''])
  const [code] = await once(child, 'close')
  const [output, errors] = await printed
  return { code, output, errors }
}

/**
 * The same, where a failure ends the run.
 * @throws with all of its output
 */
export async function must(
  command: string,
  args: readonly string[],
  input = '',
  options: SpawnOptions = {},
): Promise<string> {
  const { code, output, errors } = await run(command, args, input, options)
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${output}${errors}`)
  return output
}
