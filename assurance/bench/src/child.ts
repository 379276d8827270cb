import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'

/** A process of the bench. */
export interface Child {
  /** Runs the work that the child offers under this name, and returns its result. */
  ask<Result>(name: string, input?: unknown): Promise<Result>
  /** Kills the process. It has nothing to save. */
  stop(): Promise<void>
}

interface Reply {
  readonly id: number
  readonly result?: unknown
  readonly error?: string
}

/** Starts a file of this folder as its own process, in production mode. It ends with this process. */
export function startChild(file: string, { flags = [] as string[] } = {}): Child {
  const child = fork(path.join(import.meta.dirname, file), [], {
    env: { PATH: process.env.PATH, NODE_ENV: 'production' },
    execArgv: ['--disable-warning=ExperimentalWarning', ...flags],
    serialization: 'advanced',
  })
  const waiting = new Map<number, (reply: Reply) => void>()
  let lastId = 0
  child.on('message', (reply: Reply) => {
    waiting.get(reply.id)?.(reply)
    waiting.delete(reply.id)
  })
  child.once('exit', () => {
    for (const [id, settle] of waiting) settle({ id, error: 'the process ended' })
  })
  return {
    ask<Result>(name: string, input?: unknown) {
      const id = ++lastId
      return new Promise<Result>((resolve, reject) => {
        waiting.set(id, ({ result, error }) => {
          if (error === undefined) resolve(result as Result)
          else reject(new Error(`${file}, asked to ${name}: ${error}`))
        })
        if (isRunning(child)) child.send({ id, name, input })
        else reject(new Error(`${file} is not running`))
      })
    },
    async stop() {
      if (!isRunning(child)) return
      const exit = once(child, 'exit')
      child.kill('SIGKILL')
      await exit
    },
  }
}

const isRunning = (child: ChildProcess) => child.exitCode === null && child.signalCode === null
