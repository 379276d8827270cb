/** What a process has used so far: CPU time in microseconds, memory in bytes. */
export interface Usage {
  /** Of the process and of the kernel for it. */
  readonly cpu: number
  /** Of the process alone. */
  readonly user: number
  readonly rss: number
  readonly heapUsed: number
  readonly external: number
}

interface Request {
  readonly id: number
  readonly name: string
  readonly input: unknown
}

type Work = (input: never) => unknown

/** Lets the parent process run these works and ask for the process's usage. Ends with the parent. */
export function offer(works: Record<string, Work>): void {
  const offered: Record<string, Work> = { usage, collect, ...works }
  process.on('message', async ({ id, name, input }: Request) => {
    try {
      const work = offered[name]
      if (!work) throw new Error('no such work')
      process.send?.({ id, result: await work(input as never) })
    } catch (error) {
      process.send?.({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
    }
  })
  process.once('disconnect', () => process.exit())
}

function usage(): Usage {
  const { user, system } = process.cpuUsage()
  const { rss, heapUsed, external } = process.memoryUsage()
  return { cpu: user + system, user, rss, heapUsed, external }
}

/** Collects garbage, then returns the usage. Needs `--expose-gc`. */
async function collect(): Promise<Usage> {
  for (let times = 0; times < 4; times++) {
    globalThis.gc?.()
    await new Promise(resolve => setTimeout(resolve, 200))
  }
  return usage()
}
