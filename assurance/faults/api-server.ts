import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'
import { compileCache } from '@latchkey/api/testing/compile-cache'
import { refuseSecrets } from '@latchkey/api/testing/log-secrets'

const main = path.resolve(import.meta.dirname, '../../apps/api/src/main.ts')
const cli = path.resolve(import.meta.dirname, '../../apps/api/src/auth/admin/cli.ts')
/** Enough to read the end of a log, and to find a secret in it. */
const keptCharacters = 2_000_000
const betweenQuestionsMs = 25
const mostAttempts = 5

export type ApiServer = ReturnType<typeof apiServer>

/**
 * A process of the API, not started yet. It can be stopped, killed and started again, with other settings or as another version. Its log
 * goes into `logFile`, if there is one.
 */
export function apiServer(port: number, settings: Record<string, string>, logFile?: string) {
  const address = `http://127.0.0.1:${port}`
  let child: ChildProcess | undefined
  let exited: Promise<unknown> = Promise.resolve()
  let printed = ''

  const isRunning = () => child !== undefined && child.exitCode === null && child.signalCode === null

  /** Starts `main.ts`, or that of another version, and waits for nothing. `more` replaces settings from now on. */
  function spawnIt(more: Record<string, string> = {}, program = main): void {
    Object.assign(settings, more)
    const env = { PATH: process.env.PATH ?? '', NODE_COMPILE_CACHE: compileCache, PORT: String(port), ...settings }
    const log = logFile === undefined ? 'pipe' : openSync(logFile, 'a')
    const started = spawn(process.execPath, [program], { env, stdio: ['ignore', log, log] })
    if (typeof log === 'number') closeSync(log)
    let own = ''
    for (const stream of [started.stdout, started.stderr])
      stream?.setEncoding('utf8').on('data', text => {
        own = (own + text).slice(-keptCharacters)
        printed = (printed + text).slice(-keptCharacters)
      })
    child = started
    exited = once(started, 'close').then(() => refuseSecrets([own]))
  }

  /** The status of a health check, or 0 without an answer. */
  const health = (which: 'live' | 'ready'): Promise<number> =>
    fetch(`${address}/api/health/${which}`).then(
      async answer => {
        await answer.arrayBuffer()
        return answer.status
      },
      () => 0,
    )

  async function untilReady(): Promise<void> {
    while ((await health('ready')) !== 200) {
      if (!isRunning()) throw new Error(`A server ended: ${printed.slice(-2_000)}`)
      await setTimeout(betweenQuestionsMs)
    }
  }

  return {
    address,
    health,
    untilReady,
    isRunning,
    spawn: spawnIt,
    printed: () => (logFile === undefined ? printed : readFileSync(logFile, 'utf8')),
    pid: () => child?.pid ?? 0,
    /** Starts it, and waits until its own health check says that it is ready. Throws if it ends before. */
    async start(more: Record<string, string> = {}, program = main): Promise<void> {
      spawnIt(more, program)
      await untilReady()
    },
    /**
     * Runs `latchkey audit verify` with the settings of this server. `said` tells how many events are unchanged, or all that it said of a
     * break. `isWhole` tells whether every event is sealed.
     */
    async verifyAudit(): Promise<{ isIntact: boolean; isWhole: boolean; said: string }> {
      const env = { PATH: process.env.PATH ?? '', NODE_COMPILE_CACHE: compileCache, ...settings }
      const run = promisify(execFile)(process.execPath, [cli, 'audit', 'verify'], { env })
      return run.then(
        ({ stdout }) => ({
          isIntact: true,
          isWhole: stdout.includes('\n0 events are waiting'),
          // A line of the log may come first.
          said: `audit log: ${/^\d+ events are as they were sealed/m.exec(stdout)?.[0] ?? stdout}`,
        }),
        ({ stdout, stderr }) => ({
          isIntact: false,
          isWhole: true,
          said: `${stdout}${stderr}`.replaceAll('\n', ' '),
        }),
      )
    },
    /** Runs `latchkey` with the settings of this server and `more`. Returns what it prints. Throws if it fails for good. */
    async latchkey(args: readonly string[], more: Record<string, string> = {}): Promise<string> {
      const env = {
        PATH: process.env.PATH ?? '',
        NODE_COMPILE_CACHE: compileCache,
        ...settings,
        LOG_LEVEL: 'silent',
        ...more,
      }
      for (let attempt = 1; ; attempt++) {
        try {
          return (await promisify(execFile)(process.execPath, [cli, ...args], { env })).stdout
        } catch (error) {
          // On a busy machine a connection may take too long. It says so, and an operator runs it again.
          if (attempt === mostAttempts || !String(error).includes('cannot be used now')) throw error
        }
      }
    },
    /** Sends a signal, and waits for the end. */
    async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
      if (isRunning()) child?.kill(signal)
      await exited
    },
  }
}
