import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest'
import { serverUrl } from './embedded/lease.ts'
import { withLock } from './embedded/lock.ts'
import { findOrStart } from './embedded/server.ts'
import { type Listening, listen } from './listen.ts'
import { createDataDir, createTestDatabase } from './testing.ts'

/** Ending takes milliseconds; a second is what the connection waits for an answer. */
const promptlyMs = 1_000

/** Listens, and keeps in order what it was told. */
function listener(url: string) {
  const told: string[] = []
  let current: Listening | undefined
  let wake = () => {}
  const tell = (what: string) => {
    told.push(what)
    wake()
  }
  const end = listen(url, 'news', {
    connected(listening) {
      current = listening
      tell('connected')
    },
    notified: payload => tell(`heard ${payload}`),
    lost: () => tell('lost'),
  })
  onTestFinished(end)
  return {
    told,
    end,
    get current() {
      return current as Listening
    },
    /** Waits until it was told that much; the test's time limit bounds it. */
    async untilTold(...what: string[]) {
      while (told.length < what.length)
        await new Promise<void>(resolve => {
          wake = resolve
        })
      expect(told).toEqual(what)
    },
  }
}

async function run(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  await client.query(sql).finally(() => client.end())
}

const announce = (url: string, what: string) => run(url, `select pg_notify('news', '${what}')`)

/** Fails where a promise is not done promptly. */
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

  test('tells what is announced on its channel, in order, and nothing of others', async () => {
    const { untilTold, end, told } = listener(database.url)
    await untilTold('connected')
    await run(database.url, `select pg_notify('other', 'x'), pg_notify('news', ''), pg_notify('news', 'second')`)
    await untilTold('connected', 'heard ', 'heard second')
    await end()
    expect(told.at(-1)).toBe('lost')
  })

  test('tells that it lost its connection, and takes another, whenever somebody ends it', async () => {
    const { untilTold, told } = listener(database.url)
    await untilTold('connected')
    const expected = ['connected']
    for (let round = 0; round < 5; round++) {
      await run(
        database.url,
        `select pg_terminate_backend(pid) from pg_stat_activity
         where application_name = 'latchkey listener' and datname = current_database()`,
      )
      expected.push('lost', 'connected')
      await untilTold(...expected)
      await announce(database.url, String(round))
      expected.push(`heard ${round}`)
      await untilTold(...expected)
    }
    expect(told).toEqual(expected)
  })

  test('takes another when it is told to give this one up', async () => {
    const subject = listener(database.url)
    await subject.untilTold('connected')
    const given = subject.current
    given.abandon()
    await subject.untilTold('connected', 'lost', 'connected')
    await expect(given.query({ name: 'one', text: 'select 1' }, [])).rejects.toThrow()
    given.abandon()
    await announce(database.url, 'still here')
    await subject.untilTold('connected', 'lost', 'connected', 'heard still here')
  })

  test('ends promptly, twice too, and hears nothing afterwards', async () => {
    const { untilTold, end, told } = listener(database.url)
    await untilTold('connected')
    await promptly(Promise.all([end(), end()]))
    const marker = listener(database.url)
    await marker.untilTold('connected')
    await announce(database.url, 'too late')
    await marker.untilTold('connected', 'heard too late')
    expect(told).toEqual(['connected', 'lost'])
  })

  test('leaves no connection behind', async () => {
    const { untilTold, end } = listener(database.url)
    await untilTold('connected')
    await end()
    const client = new Client({ connectionString: database.url })
    await client.connect()
    onTestFinished(() => client.end())
    const left = `select from pg_stat_activity where application_name = 'latchkey listener' and datname = current_database()`
    // The test's time limit bounds it.
    while ((await client.query(left)).rows.length > 0);
  })
})

describe('listen, on a server that is away', () => {
  test('ends promptly while it is refused', async () => {
    const { end, told } = listener('postgres://nobody@127.0.0.1:1/none')
    await promptly(end())
    expect(told).toEqual([])
  })

  test('ends promptly while it waits for a server that takes connections and says nothing', async () => {
    const silent = createServer().listen(0, '127.0.0.1')
    onTestFinished(() => void silent.close())
    await once(silent, 'listening')
    const connecting = once(silent, 'connection')
    const { end, told } = listener(`postgres://nobody@127.0.0.1:${(silent.address() as AddressInfo).port}/none`)
    const [socket] = await connecting
    onTestFinished(() => void socket.destroy())
    await promptly(end())
    expect(told).toEqual([])
  })
})

describe('listen, on a server of its own', () => {
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
    const { place, connection } = await withLock(dataDir.path, () => findOrStart(dataDir.path, { durable: false }))
    await connection.end()
    url = serverUrl(place)
    pid = Number.parseInt(await readFile(join(place.home, 'cluster', 'postmaster.pid'), 'utf8'), 10)
  }

  beforeAll(async () => {
    dataDir = await createDataDir()
    await start()
  })
  afterAll(() => dataDir.remove())

  test('finds a server again that was restarted', async () => {
    const { untilTold } = listener(url)
    await untilTold('connected')
    process.kill(pid, 'SIGQUIT')
    await untilTold('connected', 'lost')
    while (isRunning()) await new Promise(setImmediate)
    await start()
    await untilTold('connected', 'lost', 'connected')
    await announce(url, 'back')
    await untilTold('connected', 'lost', 'connected', 'heard back')
  })

  test('ends promptly while the server is frozen, and a question to it fails', async () => {
    const subject = listener(url)
    await subject.untilTold('connected')
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
    expect(subject.told).toEqual(['connected', 'lost'])
  })
})
