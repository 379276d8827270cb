import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))
const windows = process.platform === 'win32'

/** What a person can mend; the sentence is shown as it is. */
export class Failure extends Error {}

/**
 * What the tools see: this project's programs first, and no `NODE_ENV`. With `production` pnpm would leave out the tools,
 * with `development` Vite would build a slow page into the cache.
 */
export const toolEnvironment = withPath({ ...process.env, NODE_ENV: undefined, TURBO_TELEMETRY_DISABLED: '1' })

/** What the server sees: everything that it was given. */
export const serverEnvironment = withPath(process.env)

/** @param {NodeJS.ProcessEnv} environment */
function withPath(environment) {
  // On Windows the variable may be spelled `Path`, and a copy of the environment is case-sensitive.
  const name = Object.keys(environment).find(key => key.toUpperCase() === 'PATH') ?? 'PATH'
  return { ...environment, [name]: join(root, 'node_modules', '.bin') + delimiter + environment[name] }
}

/**
 * Runs a program to its end, at the root of the repository, and passes on what would end us. A program that a signal ended
 * has the code that a shell would give it.
 *
 * It gets a process group of its own, so a signal reaches all of it, and once: Ctrl-C in a terminal would otherwise come
 * to it from the terminal, from npm and from here, and a second one cuts its closing short.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, cwd?: string, quiet?: boolean, timeout?: number }} [options] `quiet` keeps what it prints for
 *   `output`; `timeout` is in milliseconds
 * @returns {Promise<{ code: number, output: string, interrupted: boolean, timedOut: boolean }>} `interrupted` by what would end us too
 */
export function run(program, args, { env = toolEnvironment, cwd = root, quiet = false, timeout = 0 } = {}) {
  const out = quiet ? 'pipe' : 'inherit'
  /** @type {import('node:child_process').SpawnOptions} */
  const options = { cwd, env, detached: !windows, stdio: ['ignore', out, out] }
  // Windows starts `.cmd` files, which most programs are there, only through a shell. No argument here needs quotes.
  const child = windows
    ? spawn([program, ...args].join(' '), { ...options, shell: true })
    : spawn(program, args, options)
  let output = ''
  let interrupted = false
  let timedOut = false
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', text => (output += text))

  /** @param {NodeJS.Signals} signal */
  const end = signal => {
    if (interrupted) return
    interrupted = true
    // On Windows the console tells every process itself.
    if (!windows) pass(signal)
  }
  /** @param {NodeJS.Signals} signal */
  const pass = signal => {
    if (child.pid) process.kill(windows ? child.pid : -child.pid, signal)
  }
  const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])
  for (const signal of signals) process.on(signal, end)
  const timer = timeout
    ? setTimeout(() => {
        timedOut = true
        pass('SIGKILL')
      }, timeout)
    : undefined

  return new Promise((resolve, reject) => {
    child.once('error', error => reject(new Failure(`${program} does not start: ${error.message}`)))
    child.once('close', (code, signal) => {
      clearTimeout(timer)
      for (const name of signals) process.off(name, end)
      resolve({ code: code ?? 128 + constants.signals[signal ?? 'SIGTERM'], output, interrupted, timedOut })
    })
  })
}
