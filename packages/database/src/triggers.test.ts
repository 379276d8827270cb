import type { Client, Notification } from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { beat, CHANGES_CHANNEL } from './heartbeat.ts'
import type { Listening } from './listen.ts'
import { formerChangesChannel } from './technical.ts'
import { connectForTest, createTestDatabase } from './testing.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
let listener: Client
let writer: Client
let channel: string
const received: string[] = []
let userId: string
let sessionId: string

beforeAll(async () => {
  database = await createTestDatabase(inject('template'))
  listener = await connectForTest(database.url)
  writer = await connectForTest(database.url)
  listener.on('notification', ({ payload = '' }) => received.push(payload))
  channel = (await listener.query(CHANGES_CHANNEL)).rows[0].channel
  await listener.query(`listen ${channel}`)
})

afterAll(async () => {
  await Promise.all([listener.end(), writer.end()])
  await database.drop()
})

const addUser = async (): Promise<string> => {
  const { rows } = await writer.query(
    `insert into users (id, email, created_at, updated_at)
     select id, id || '@example.com', now(), now() from gen_random_uuid() id returning id`,
  )
  return rows[0].id
}

const addSession = async (of: string): Promise<string> => {
  const { rows } = await writer.query(
    `insert into sessions (id, user_id, token_hash, delivery, remembered, methods, created_at, authenticated_at, last_seen_at, expires_at)
     values (gen_random_uuid(), $1, sha256(gen_random_uuid()::text::bytea), 'bearer', false, '{pwd}', now(), now(), now(), now() + '1 hour')
     returning id`,
    [of],
  )
  return rows[0].id
}

/**
 * The notifications that are announced while `work` runs. A marker is announced last and arrives last. What did not arrive
 * before it was not announced, so no test has to wait for silence.
 */
async function receivedDuring(work: () => Promise<unknown>): Promise<string[]> {
  await receivedUntilMarker()
  await work()
  return receivedUntilMarker()
}

/** Takes the notifications that arrived up to a marker that is announced now. */
async function receivedUntilMarker(): Promise<string[]> {
  const marker = `marker ${crypto.randomUUID()}`
  const { promise: markerReceived, resolve } = Promise.withResolvers<void>()
  const note = ({ payload }: Notification) => payload === marker && resolve()
  listener.on('notification', note)
  await writer.query('select pg_notify($1, $2)', [channel, marker])
  await markerReceived
  listener.off('notification', note)
  return received.splice(0).filter(payload => !payload.startsWith('marker'))
}

const receivedFrom = (sql: string, ...values: unknown[]) => receivedDuring(() => writer.query(sql, values))

/** The announcement for a session of the test's user. */
const announced = (id: string) => `session ${id} ${userId}`

beforeEach(async () => {
  userId = await addUser()
  sessionId = await addSession(userId)
})

describe('an update of a session', () => {
  const changes: Record<string, string> = {
    id: 'gen_random_uuid()',
    user_id: '(select id from users where id <> user_id limit 1)',
    device_id: '(select id from devices limit 1)',
    token_hash: `sha256('rotated')`,
    delivery: `'cookie'`,
    remembered: 'true',
    methods: `'{pwd,otp}'`,
    created_at: `created_at - interval '1 second'`,
    authenticated_at: `authenticated_at + interval '1 second'`,
    confirmed_at: 'now()',
    confirmed_by: `'{pwd}'`,
    expires_at: `expires_at + interval '1 second'`,
    revoked_at: 'now()',
    end_reason: `'leaked'`,
    ip: `'192.0.2.1'`,
    user_agent: `'curl'`,
    identity_id: '(select id from identities limit 1)',
    provider_session: `'one'`,
  }

  test.each(Object.entries(changes))('is announced when it changes %s', async (column, to) => {
    await addUser()
    await writer.query(
      `insert into devices (id, user_id, token_hash, created_at, last_seen_at)
       values (gen_random_uuid(), $1, sha256('a browser'), now(), now())`,
      [userId],
    )
    await writer.query(
      `insert into identities (id, user_id, provider, issuer, subject, created_at)
       values (gen_random_uuid(), $1, 'one', 'https://one.example.com', gen_random_uuid()::text, now())`,
      [userId],
    )
    const received = await receivedFrom(`update sessions set ${column} = ${to} where id = $1`, sessionId)
    expect(received).toEqual([announced(sessionId)])
  })

  test('is announced for every column except last_seen_at, including columns of later migrations', async () => {
    const { rows } = await writer.query(
      `select column_name from information_schema.columns where table_name = 'sessions' and column_name <> 'last_seen_at'`,
    )
    expect(Object.keys(changes).sort()).toEqual(rows.map(({ column_name }) => column_name).sort())
  })

  test('is not announced when only last_seen_at changed, or nothing changed', async () => {
    expect(await receivedFrom(`update sessions set last_seen_at = now() + interval '1 day'`)).toEqual([])
    expect(await receivedFrom('update sessions set ip = ip, revoked_at = revoked_at')).toEqual([])
  })

  test('is announced when last_seen_at and another column changed at once', async () => {
    const received = await receivedFrom(
      `update sessions set last_seen_at = now(), ip = '192.0.2.1' where id = $1`,
      sessionId,
    )
    expect(received).toEqual([announced(sessionId)])
  })

  test('is announced for each row that one statement changes', async () => {
    const others = await Promise.all([1, 2, 3].map(() => addSession(userId)))
    const received = await receivedFrom('update sessions set revoked_at = now() where user_id = $1', userId)
    expect(received.sort()).toEqual([sessionId, ...others].map(announced).sort())
  })

  test('is announced when it undoes a revocation', async () => {
    await writer.query('update sessions set revoked_at = now() where id = $1', [sessionId])
    const received = await receivedFrom('update sessions set revoked_at = null where id = $1', sessionId)
    expect(received).toEqual([announced(sessionId)])
  })
})

describe('the deletion of a row', () => {
  test('is announced when the session was active', async () => {
    expect(await receivedFrom('delete from sessions where id = $1', sessionId)).toEqual([announced(sessionId)])
  })

  test.each(['revoked_at = now()', `expires_at = now() - interval '1 second'`])(
    'is not announced when the session had already ended: %s',
    async ending => {
      await writer.query(`update sessions set ${ending} where id = $1`, [sessionId])
      expect(await receivedFrom('delete from sessions where id = $1', sessionId)).toEqual([])
    },
  )

  test('is announced for the user and for each session that is deleted with the user', async () => {
    const other = await addSession(userId)
    const received = await receivedFrom('delete from users where id = $1', userId)
    expect(received.sort()).toEqual([announced(sessionId), announced(other), `user ${userId}`].sort())
  })

  test.each(['truncate sessions', 'truncate users cascade'])('is announced as "*" by: %s', async sql => {
    const received = await receivedFrom(sql)
    expect(new Set(received)).toEqual(new Set(['*']))
  })
})

describe('a user', () => {
  test.each([
    'disabled_at = now()',
    `email = id || '@example.org'`,
    `name = 'Ada'`,
    `updated_at = now() + interval '1 s'`,
  ])('is announced by an update: %s', async change => {
    expect(await receivedFrom(`update users set ${change} where id = $1`, userId)).toEqual([`user ${userId}`])
  })

  test('is not announced when nothing changed', async () => {
    expect(await receivedFrom('update users set name = name where id = $1', userId)).toEqual([])
  })
})

describe('nothing is announced', () => {
  test('by an insert of a user, a password or a session', async () => {
    const received = await receivedDuring(async () => {
      const id = await addUser()
      await addSession(id)
      await writer.query(`insert into passwords (user_id, hash, changed_at) values ($1, 'x', now())`, [id])
    })
    expect(received).toEqual([])
  })

  test('by a transaction that is rolled back', async () => {
    const received = await receivedDuring(async () => {
      await writer.query('begin')
      await writer.query('update sessions set revoked_at = now() where id = $1', [sessionId])
      await writer.query('delete from users where id = $1', [userId])
      await writer.query('rollback')
    })
    expect(received).toEqual([])
  })

  test('before the commit', async () => {
    const early = await connectForTest(database.url)
    await early.query('begin')
    await early.query('update sessions set revoked_at = now() where id = $1', [sessionId])
    expect(await receivedFrom('select 1')).toEqual([])
    expect(await receivedDuring(() => early.query('commit'))).toEqual([announced(sessionId)])
    await early.end()
  })
})

describe('the triggers', () => {
  test('announce on the channel of servers before 0.2 that anything may have changed', async () => {
    const former: string[] = []
    const older = await connectForTest(database.url)
    older.on('notification', ({ payload = '' }) => former.push(payload))
    await older.query(`listen ${formerChangesChannel}`)
    const received = await receivedDuring(async () => {
      await writer.query('update sessions set revoked_at = now() where id = $1', [sessionId])
      await writer.query(`update users set name = 'Ada' where id = $1`, [userId])
      await writer.query('truncate sessions')
    })
    // Notifications arrive before this answer.
    await older.query('select 1')
    await older.end()
    expect(received).toEqual([announced(sessionId), `user ${userId}`, '*'])
    expect(former).toEqual(['*', '*', '*'])
  })

  test('announce on the same channel as heartbeats after a restored copy left a second name', async () => {
    await writer.query(`insert into announcement_channel values ('a')`)
    const second = await connectForTest(database.url)
    const heard: string[] = []
    second.on('notification', ({ payload = '' }) => heard.push(payload))
    const { rows } = await second.query(CHANGES_CHANNEL)
    await second.query(`listen ${rows[0].channel}`)
    await writer.query(`update users set name = 'Ada' where id = $1`, [userId])
    const query: Listening['query'] = async ({ name, text }, values) =>
      (await second.query({ name, text, values })).rows
    await beat({ query, abandon() {} }, userId, 1)
    await second.end()
    await writer.query(`delete from announcement_channel where name = 'a'`)
    expect(heard).toEqual([`user ${userId}`, `beat ${userId} 1`])
  })

  test('also announce changes under session_replication_role = replica', async () => {
    const received = await receivedDuring(async () => {
      await writer.query('set session_replication_role = replica')
      await writer.query('update sessions set revoked_at = now() where id = $1', [sessionId])
      await writer.query('delete from sessions where id <> $1', [sessionId])
      await writer.query(`update users set name = 'Ada' where id = $1`, [userId])
      await writer.query('delete from users where id = $1', [userId])
      await writer.query('truncate sessions')
      await writer.query('reset session_replication_role')
    })
    const [first, ...others] = received
    expect(first).toBe(announced(sessionId))
    expect(others.slice(-3)).toEqual([`user ${userId}`, `user ${userId}`, '*'])
  })

  test('exist for delete, truncate and update, and are always enabled', async () => {
    const { rows } = await writer.query(
      `select tgrelid::regclass::text || ' ' || tgname as name, tgenabled from pg_trigger
       where not tgisinternal and tgname like '%announce%' order by 1`,
    )
    expect(rows).toEqual(
      ['sessions', 'users'].flatMap(table =>
        ['delete', 'truncate', 'update'].map(what => ({ name: `${table} ${table}_announce_${what}`, tgenabled: 'A' })),
      ),
    )
  })
})
