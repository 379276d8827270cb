import { isOutage } from '@latchkey/database/errors'
import type { Log } from '../http/log.ts'
import type { Handler } from './jobs.ts'
import { performAndNote } from './perform.ts'
import { factsOf, type Job, type Queue, tendEverySeconds } from './queue.ts'

const jobsAtOnce = 4
const lookEveryMs = 1000
/** After a job was added here: nobody says when its transaction commits, so it is looked for a few times, soon. */
const soonMs = [15, 30, 60, 120, 240]
/** A mail server that is slow takes a mail in this time; cut off, it may take it and be given it once more. */
const closeWithinMs = 2000

export interface Follower {
  /** A job is about to be committed. */
  expect(): void
  close(): Promise<void>
}

/** Does the jobs of a queue as they come, until closed. */
export function follow(queue: Queue, handlers: readonly Handler[], log: Log): Follower {
  const underWay = new Set<Promise<void>>()
  const looking = alarm()
  const tending = alarm()
  let pauses: number[] = []
  let isClosed = false
  let isAway = false

  /** A failure is told when it begins; everything is simply tried again. */
  async function patiently<Result>(step: () => Promise<Result>): Promise<Result | undefined> {
    try {
      const result = await step()
      isAway = false
      return result
    } catch (error) {
      if (isClosed) return undefined
      if (!isAway && isOutage(error)) log.warn(factsOf(error), 'the outbox waits for the database')
      else if (!isAway) log.error(factsOf(error), 'the outbox failed')
      isAway = true
      return undefined
    }
  }

  function begin(job: Job): void {
    const work = performAndNote(queue, handlers, job, log).finally(() => {
      underWay.delete(work)
      looking.ring()
    })
    underWay.add(work)
  }

  async function look(): Promise<void> {
    while (!isClosed) {
      const room = jobsAtOnce - underWay.size
      const jobs = (room > 0 && (await patiently(() => queue.take(room)))) || []
      for (const job of jobs) begin(job)
      // As many as there was room for: more may wait, and be taken as soon as one is done.
      if (!isClosed) await looking.wait(jobs.length === room ? undefined : (pauses.shift() ?? lookEveryMs))
    }
  }

  async function tend(): Promise<void> {
    while (!isClosed) {
      await patiently(async () => {
        for (const { kind, everySeconds } of handlers)
          if (everySeconds !== undefined) await queue.addOnceIn(everySeconds, kind.name)
        await queue.tend()
      })
      if (!isClosed) await tending.wait(tendEverySeconds * 1000)
    }
  }

  /** Lets what is under way finish, but not for long: what is cut off lapses, and is done again. */
  async function finish(): Promise<void> {
    isClosed = true
    looking.ring()
    tending.ring()
    let timer: NodeJS.Timeout | undefined
    const enough = new Promise(resolve => {
      timer = setTimeout(resolve, closeWithinMs)
    })
    await Promise.race([loops.then(() => Promise.all(underWay)), enough])
    clearTimeout(timer)
  }

  const loops = Promise.all([look(), tend()])
  let finished: Promise<void> | undefined
  return {
    expect() {
      const isExpected = pauses.length > 0
      pauses = [...soonMs]
      if (!isExpected) looking.ring()
    },
    close() {
      finished ??= finish()
      return finished
    },
  }
}

/** A pause that ends by itself, or when it is rung. */
function alarm() {
  let wake = () => {}
  return {
    ring: () => wake(),
    wait: (milliseconds: number | undefined) =>
      new Promise<void>(resolve => {
        const timer = milliseconds === undefined ? undefined : setTimeout(resolve, milliseconds)
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      }),
  }
}
