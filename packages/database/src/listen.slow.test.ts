import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest'
import { serverUrl } from './embedded/lease.ts'
import { withLock } from './embedded/lock.ts'
import { findOrStart } from './embedded/server.ts'
import { type Listening, listen } from './listen.ts'
import { connectForTest, createTestDatabase } from './testing.ts'
import { createDataDir } from './testing-data-dir.ts'

/** Ending takes milliseconds. A connection waits for an answer for a second. */
const promptlyMs = 1_000

/** Listens, and records the handler calls in order. */
function listener(url: string) {
  const calls: string[] = []
  let current: Listening | undefined
  let wake = () => {}
  const record = (what: string) => {
    calls.push(what)
    wake()
  }
  const end = listen(
    url,
    { name: 'news', text: `select 'news' as channel` },
    {
      connected(listening) {
        current = listening
        record('connected')
      },
      notified: payload => record(`received ${payload}`),
      lost: () => record('lost'),
    },
  )
  onTestFinished(end)
  return {
    calls,
    end,
    get current() {
      return current as Listening
    },
    /** Waits until these calls are recorded. The test's time limit ends the wait. */
    async untilCalls(...what: string[]) {
      while (calls.length < what.length)
        await new Promise<void>(resolve => {
          wake = resolve
        })
      expect(calls).toEqual(what)
    },
  }
}

async function run(url: string, sql: string): Promise<void> {
  const client = await connectForTest(url)
  await client.query(sql).finally(() => client.end())
}

const announce = (url: string, what: string) => run(url, `select pg_notify('news', '${what}')`)

/** Fails if a promise does not settle promptly. */
async function promptly(promise: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error('It did not end promptly.')), promptlyMs)
  })
  await Promise.race([promise, late]).finally(() => clearTimeout(timer))
}

describe('listen, on a server that works', () => {
  let database: Awaited<ReturnType<typeof createTestDatabase>>
  beforeAll(async () => {
    database = await createTestDatabase(inject('template'))
  })
  afterAll(() => database.drop())

  test('reports the notifications of its channel, in order, and none of other channels', async () => {
    const { untilCalls, end, calls } = listener(database.url)
    await untilCalls('connected')
    await run(database.url, `select pg_notify('other', 'x'), pg_notify('news', ''), pg_notify('news', 'second')`)
    await untilCalls('connected', 'received ', 'received second')
    await end()
    expect(calls.at(-1)).toBe('lost')
  })

  test('reports each lost connection, and opens another', async () => {
    const { untilCalls, calls } = listener(database.url)
    await untilCalls('connected')
    const expected = ['connected']
    for (let round = 0; round < 5; round++) {
      await run(
        database.url,
        `select pg_terminate_backend(pid) from pg_stat_activity
         where application_name = 'latchkey listener' and datname = current_database()`,
      )
      expected.push('lost', 'connected')
      await untilCalls(...expected)
      await announce(database.url, String(round))
      expected.push(`received ${round}`)
      await untilCalls(...expected)
    }
    expect(calls).toEqual(expected)
  })

  test('opens another connection when the current one is abandoned', async () => {
    const subject = listener(database.url)
    await subject.untilCalls('connected')
    const given = subject.current
    given.abandon()
    await subject.untilCalls('connected', 'lost', 'connected')
    await expect(given.query({ name: 'one', text: 'select 1' }, [])).rejects.toThrow()
    given.abandon()
    await announce(database.url, 'still here')
    await subject.untilCalls('connected', 'lost', 'connected', 'received still here')
  })

  test('ends promptly, even when it is ended twice, and receives nothing afterwards', async () => {
    const { untilCalls, end, calls } = listener(database.url)
    await untilCalls('connected')
    await promptly(Promise.all([end(), end()]))
    const marker = listener(database.url)
    await marker.untilCalls('connected')
    await announce(database.url, 'too late')
    await marker.untilCalls('connected', 'received too late')
    expect(calls).toEqual(['connected', 'lost'])
  })

  test('leaves no connection behind', async () => {
    const { untilCalls, end } = listener(database.url)
    await untilCalls('connected')
    await end()
    const client = await connectForTest(database.url)
    onTestFinished(() => client.end())
    const left = `select from pg_stat_activity where application_name = 'latchkey listener' and datname = current_database()`
    // The test's time limit ends this loop.
    while ((await client.query(left)).rows.length > 0);
  })
})

describe('listen, on a server that is away', () => {
  test('ends promptly while its connection is refused', async () => {
    const { end, calls } = listener('postgres://user@127.0.0.1:1/none')
    await promptly(end())
    expect(calls).toEqual([])
  })

  test('ends promptly while it waits for a server that accepts connections but does not answer', async () => {
    const silent = createServer().listen(0, '127.0.0.1')
    onTestFinished(() => void silent.close())
    await once(silent, 'listening')
    const connecting = once(silent, 'connection')
    const { end, calls } = listener(`postgres://user@127.0.0.1:${(silent.address() as AddressInfo).port}/none`)
    const [socket] = await connecting
    onTestFinished(() => void socket.destroy())
    await promptly(end())
    expect(calls).toEqual([])
  })
})

describe('listen, on a separate server', () => {
  let dataDir: Awaited<ReturnType<typeof createDataDir>>
  let url: string
  let pid: number

  function isRunning(): boolean {
    try {
      return process.kill(pid, 0)
    } catch {
      return false
    }
  }

  async function start(): Promise<void> {
    const { config, connection } = await withLock(dataDir.path, () => findOrStart(dataDir.path, { durable: false }))
    await connection.end()
    url = serverUrl(config)
    pid = Number.parseInt(await readFile(join(config.home, 'cluster', 'postmaster.pid'), 'utf8'), 10)
  }

  beforeAll(async () => {
    dataDir = await createDataDir({ hasCluster: true })
    await start()
  })
  afterAll(() => dataDir.remove())

  test('reconnects to a server that was restarted', async () => {
    const { untilCalls } = listener(url)
    await untilCalls('connected')
    process.kill(pid, 'SIGQUIT')
    await untilCalls('connected', 'lost')
    while (isRunning()) await new Promise(setImmediate)
    await start()
    await untilCalls('connected', 'lost', 'connected')
    await announce(url, 'back')
    await untilCalls('connected', 'lost', 'connected', 'received back')
  })

  test('ends promptly while the server is frozen, and a query fails', async () => {
    const subject = listener(url)
    await subject.untilCalls('connected')
    const pids = [
      pid,
      ...execFileSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' })
        .trim()
        .split('\n')
        .map(Number),
    ]
    for (const each of pids) process.kill(each, 'SIGSTOP')
    try {
      const asked = expect(subject.current.query({ name: 'one', text: 'select 1' }, [])).rejects.toThrow('timeout')
      await asked
      await promptly(subject.end())
    } finally {
      for (const each of pids) process.kill(each, 'SIGCONT')
    }
    expect(subject.calls).toEqual(['connected', 'lost'])
  })
})
