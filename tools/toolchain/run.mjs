import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))
const windows = process.platform === 'win32'

/** An error that a person can fix. The message is shown without a stack. */
export class Failure extends Error {}

/**
 * The environment of the tools: this project's programs come first, and `NODE_ENV` is unset. With `production` pnpm would
 * not install the tools. With `development` Vite would build slow pages into the cache.
 */
export const toolEnvironment = withPath({ ...process.env, NODE_ENV: undefined, TURBO_TELEMETRY_DISABLED: '1' })

/** The environment of the server: the complete environment, with this project's programs first. */
export const serverEnvironment = withPath(process.env)

/** @param {NodeJS.ProcessEnv} environment */
function withPath(environment) {
  // On Windows the variable may be spelled `Path`, and a copy of the environment is case-sensitive.
  const name = Object.keys(environment).find(key => key.toUpperCase() === 'PATH') ?? 'PATH'
  return { ...environment, [name]: join(root, 'node_modules', '.bin') + delimiter + environment[name] }
}

/**
 * Runs a program at the root of the repository until it ends, and passes on signals that would end us. If a signal ended
 * the program, its code is the one that a shell would report. Throws a `Failure` if the program does not start.
 *
 * The program gets its own process group, so each signal reaches all of it exactly once. Otherwise Ctrl-C would arrive from
 * the terminal, from npm and from here, and a second signal interrupts a clean shutdown.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, cwd?: string, quiet?: boolean, timeout?: number }} [options] `quiet` collects what it prints in
 *   `output`; `timeout` is in milliseconds
 * @returns {Promise<{ code: number, output: string, interrupted: boolean, timedOut: boolean }>} `interrupted`: a signal to us was passed on
 */
export function run(program, args, { env = toolEnvironment, cwd = root, quiet = false, timeout = 0 } = {}) {
  const out = quiet ? 'pipe' : 'inherit'
  /** @type {import('node:child_process').SpawnOptions} */
  const options = { cwd, env, detached: !windows, stdio: ['ignore', out, out] }
  // On Windows most programs are `.cmd` files, which only a shell starts. No argument here needs quotes.
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
    // On Windows the console signals every process itself.
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
    child.once('error', error => reject(new Failure(`${program} could not start: ${error.message}`)))
    child.once('close', (code, signal) => {
      clearTimeout(timer)
      for (const name of signals) process.off(name, end)
      resolve({ code: code ?? 128 + constants.signals[signal ?? 'SIGTERM'], output, interrupted, timedOut })
    })
  })
}
