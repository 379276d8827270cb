import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest'
import { beat, CHANGES_CHANNEL, dropHeartbeat } from './heartbeat.ts'
import type { Listening } from './listen.ts'
import { connectForTest, createTestDatabase } from './testing.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  database = await createTestDatabase(inject('template'))
})
afterAll(() => database.drop())

/** A connection that listens, and the notifications that it received. */
async function listening() {
  const client = await connectForTest(database.url)
  onTestFinished(() => client.end())
  const received: string[] = []
  client.on('notification', ({ payload = '' }) => received.push(payload))
  const { channel } = (await client.query(CHANGES_CHANNEL)).rows[0]
  await client.query(`listen ${channel}`)
  const connection: Listening = {
    query: async ({ name, text }, values) => (await client.query({ name, text, values })).rows,
    abandon() {},
  }
  const replicas = async () => (await client.query('select replica from heartbeats')).rows.map(({ replica }) => replica)
  return { client, connection, channel, received, replicas }
}

describe('a heartbeat', () => {
  test('writes the replica’s row, returns the database’s time, and arrives before its own answer', async () => {
    const { client, connection, received } = await listening()
    const replica = randomUUID()
    const before = (await client.query('select clock_timestamp() as now')).rows[0].now
    for (const number of [1, 2]) {
      const { now } = await beat(connection, replica, number)
      expect(now >= before).toBe(true)
      expect(received).toContain(`beat ${replica} ${number}`)
    }
    const { rows } = await client.query('select number from heartbeats where replica = $1', [replica])
    expect(rows).toEqual([{ number: 2 }])
  })

  test('arrives after everything that was committed before it', async () => {
    const { client, connection, received } = await listening()
    const other = await listening()
    for (let number = 1; number <= 50; number++) {
      await other.client.query('select pg_notify($1, $2)', [other.channel, `before ${number}`])
      await beat(connection, randomUUID(), number)
      const numbers = received.map(payload => payload.split(' ').at(-1))
      expect(numbers.slice(-2)).toEqual([String(number), String(number)])
    }
    await client.query('delete from heartbeats')
  })

  test('is not announced if it cannot be committed, as in a read-only database', async () => {
    const { client, connection, received } = await listening()
    await client.query('set default_transaction_read_only = on')
    const replica = randomUUID()
    await expect(beat(connection, replica, 1)).rejects.toMatchObject({ code: '25006' })
    const other = await listening()
    await beat(other.connection, randomUUID(), 1)
    await connection.query({ name: 'any', text: 'select 1' }, [])
    expect(received.join()).not.toContain(replica)
  })

  test('deletes the rows of replicas that have been dead for a day, and no younger ones', async () => {
    const { client, connection, replicas } = await listening()
    const [dead, resting, alive] = [randomUUID(), randomUUID(), randomUUID()]
    await client.query(
      `insert into heartbeats values ($1, 1, now() - interval '25 hours'), ($2, 1, now() - interval '23 hours')`,
      [dead, resting],
    )
    await beat(connection, alive, 1)
    expect(await replicas()).toEqual(expect.arrayContaining([resting, alive]))
    expect(await replicas()).not.toContain(dead)
  })

  test('writes the row of a replica again that was away for longer than a day', async () => {
    const { client, connection, received } = await listening()
    const replica = randomUUID()
    await client.query(`insert into heartbeats values ($1, 7, now() - interval '2 days')`, [replica])
    await beat(connection, replica, 8)
    expect(received).toContain(`beat ${replica} 8`)
    const { rows } = await client.query('select number from heartbeats where replica = $1', [replica])
    expect(rows).toEqual([{ number: 8 }])
  })

  test('does not block the heartbeats of other replicas', async () => {
    const many = await Promise.all(Array.from({ length: 8 }, () => listening()))
    const [first] = many
    await first?.client.query(
      `insert into heartbeats select gen_random_uuid(), 1, now() - interval '2 days' from generate_series(1, 50)`,
    )
    const ids = many.map(() => randomUUID())
    for (let number = 1; number <= 20; number++)
      await Promise.all(many.map(({ connection }, at) => beat(connection, ids[at] ?? '', number)))
    expect(await first?.replicas()).toEqual(expect.arrayContaining(ids))
  })

  test('tells once of each change that was not announced, in whatever order the transactions end', async () => {
    const { client, connection } = await listening()
    const [early, late, undone] = [await listening(), await listening(), await listening()].map(each => each.client)
    const change = `insert into unannounced_changes values (pg_current_xact_id()::text, now())`
    const beats: boolean[] = []
    let since: string | undefined
    const beatOnce = async () => {
      const { missed, snapshot } = await beat(connection, randomUUID(), 1, since)
      since = snapshot
      beats.push(missed)
    }
    await beatOnce()
    for (const writer of [early, late, undone]) await writer?.query(`begin; ${change}`)
    await late?.query('commit')
    await beatOnce()
    await beatOnce()
    await early?.query('commit')
    await undone?.query('rollback')
    await beatOnce()
    await beatOnce()
    expect(beats).toEqual([false, true, false, true, false])

    expect((await beat(connection, randomUUID(), 1)).missed).toBe(true)
    await client.query(`update unannounced_changes set at = now() - interval '2 hours'`)
    await beatOnce()
    expect((await client.query('select from unannounced_changes')).rowCount).toBe(0)
    await client.query('delete from heartbeats')
  })

  test('row is deleted when its replica shuts down properly', async () => {
    const { connection, replicas } = await listening()
    const replica = randomUUID()
    await beat(connection, replica, 1)
    await dropHeartbeat(connection, replica)
    expect(await replicas()).not.toContain(replica)
  })
})
