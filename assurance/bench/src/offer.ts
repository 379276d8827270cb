/** What a process has used so far: processor time in microseconds, memory in bytes. */
export interface Usage {
  readonly cpu: number
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

/** Lets the parent process ask for these works, and for what they have used. Ends when the parent does. */
export function offer(works: Record<string, Work>): void {
  const offered: Record<string, Work> = { usage, collect, ...works }
  process.on('message', async ({ id, name, input }: Request) => {
    try {
      const work = offered[name]
      if (!work) throw new Error('it does not know how')
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
  return { cpu: user + system, rss, heapUsed, external }
}

/** What is left in memory when nothing is that nobody holds. Needs `--expose-gc`. */
async function collect(): Promise<Usage> {
  for (let times = 0; times < 4; times++) {
    globalThis.gc?.()
    await new Promise(resolve => setTimeout(resolve, 200))
  }
  return usage()
}
