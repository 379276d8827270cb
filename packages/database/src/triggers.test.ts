import { Client, type Notification } from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { changesChannel, formerChangesChannel } from './technical.ts'
import { createTestDatabase } from './testing.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
let listener: Client
let hand: Client
const heard: string[] = []
let userId: string
let sessionId: string

beforeAll(async () => {
  database = await createTestDatabase(inject('template'))
  listener = new Client({ connectionString: database.url })
  hand = new Client({ connectionString: database.url })
  await Promise.all([listener.connect(), hand.connect()])
  listener.on('notification', ({ payload = '' }) => heard.push(payload))
  await listener.query(`listen ${changesChannel}`)
})

afterAll(async () => {
  await Promise.all([listener.end(), hand.end()])
  await database.drop()
})

const addUser = async (): Promise<string> => {
  const { rows } = await hand.query(
    `insert into users (id, email, created_at, updated_at)
     select id, id || '@example.com', now(), now() from gen_random_uuid() id returning id`,
  )
  return rows[0].id
}

const addSession = async (of: string): Promise<string> => {
  const { rows } = await hand.query(
    `insert into sessions (id, user_id, token_hash, delivery, remembered, methods, created_at, authenticated_at, last_seen_at, expires_at)
     values (gen_random_uuid(), $1, sha256(gen_random_uuid()::text::bytea), 'bearer', false, '{pwd}', now(), now(), now(), now() + '1 hour')
     returning id`,
    [of],
  )
  return rows[0].id
}

/**
 * What the channel carries while `work` runs. A marker is announced last and heard last, so what was not heard by
 * then was not announced: nothing here waits for silence.
 */
async function heardDuring(work: () => Promise<unknown>): Promise<string[]> {
  await heardUntilMarker()
  await work()
  return heardUntilMarker()
}

/** What was heard and not taken yet, up to a marker that is announced now. */
async function heardUntilMarker(): Promise<string[]> {
  const marker = `marker ${crypto.randomUUID()}`
  const { promise: markerHeard, resolve } = Promise.withResolvers<void>()
  const note = ({ payload }: Notification) => payload === marker && resolve()
  listener.on('notification', note)
  await hand.query(`select pg_notify('${changesChannel}', $1)`, [marker])
  await markerHeard
  listener.off('notification', note)
  return heard.splice(0).filter(payload => !payload.startsWith('marker'))
}

const heardFrom = (sql: string, ...values: unknown[]) => heardDuring(() => hand.query(sql, values))

/** How a session of the test's person is announced. */
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
    expires_at: `expires_at + interval '1 second'`,
    revoked_at: 'now()',
    end_reason: `'leaked'`,
    ip: `'192.0.2.1'`,
    user_agent: `'curl'`,
  }

  test.each(Object.entries(changes))('is announced when it changes %s', async (column, to) => {
    await addUser()
    await hand.query(
      `insert into devices (id, user_id, token_hash, created_at, last_seen_at)
       values (gen_random_uuid(), $1, sha256('a browser'), now(), now())`,
      [userId],
    )
    const heard = await heardFrom(`update sessions set ${column} = ${to} where id = $1`, sessionId)
    expect(heard).toEqual([announced(sessionId)])
  })

  test('is announced by every column but last_seen_at, those of later migrations too', async () => {
    const { rows } = await hand.query(
      `select column_name from information_schema.columns where table_name = 'sessions' and column_name <> 'last_seen_at'`,
    )
    expect(Object.keys(changes).sort()).toEqual(rows.map(({ column_name }) => column_name).sort())
  })

  test('is not announced when the session was only seen, or nothing changed', async () => {
    expect(await heardFrom(`update sessions set last_seen_at = now() + interval '1 day'`)).toEqual([])
    expect(await heardFrom('update sessions set ip = ip, revoked_at = revoked_at')).toEqual([])
  })

  test('is announced when the session was seen and changed at once', async () => {
    const heard = await heardFrom(`update sessions set last_seen_at = now(), ip = '192.0.2.1' where id = $1`, sessionId)
    expect(heard).toEqual([announced(sessionId)])
  })

  test('is announced for each of many rows of one statement', async () => {
    const others = await Promise.all([1, 2, 3].map(() => addSession(userId)))
    const heard = await heardFrom('update sessions set revoked_at = now() where user_id = $1', userId)
    expect(heard.sort()).toEqual([sessionId, ...others].map(announced).sort())
  })

  test('by one who takes a revocation back is announced', async () => {
    await hand.query('update sessions set revoked_at = now() where id = $1', [sessionId])
    const heard = await heardFrom('update sessions set revoked_at = null where id = $1', sessionId)
    expect(heard).toEqual([announced(sessionId)])
  })
})

describe('the end of a row', () => {
  test('is announced when the session lived', async () => {
    expect(await heardFrom('delete from sessions where id = $1', sessionId)).toEqual([announced(sessionId)])
  })

  test.each(['revoked_at = now()', `expires_at = now() - interval '1 second'`])(
    'is not announced when it had ended before: %s',
    async ending => {
      await hand.query(`update sessions set ${ending} where id = $1`, [sessionId])
      expect(await heardFrom('delete from sessions where id = $1', sessionId)).toEqual([])
    },
  )

  test('is announced with those that go with their person', async () => {
    const other = await addSession(userId)
    const heard = await heardFrom('delete from users where id = $1', userId)
    expect(heard.sort()).toEqual([announced(sessionId), announced(other), `user ${userId}`].sort())
  })

  test.each(['truncate sessions', 'truncate users cascade'])('is announced as everything by: %s', async sql => {
    const heard = await heardFrom(sql)
    expect(new Set(heard)).toEqual(new Set(['*']))
  })
})

describe('a person', () => {
  test.each([
    'disabled_at = now()',
    `email = id || '@example.org'`,
    `name = 'Ada'`,
    `updated_at = now() + interval '1 s'`,
  ])('is announced by an update: %s', async change => {
    expect(await heardFrom(`update users set ${change} where id = $1`, userId)).toEqual([`user ${userId}`])
  })

  test('is not announced when nothing changed', async () => {
    expect(await heardFrom('update users set name = name where id = $1', userId)).toEqual([])
  })
})

describe('what nobody needs to hear', () => {
  test('is an insert, of a person, a password or a session', async () => {
    const heard = await heardDuring(async () => {
      const id = await addUser()
      await addSession(id)
      await hand.query(`insert into passwords (user_id, hash, changed_at) values ($1, 'x', now())`, [id])
    })
    expect(heard).toEqual([])
  })

  test('is what was rolled back', async () => {
    const heard = await heardDuring(async () => {
      await hand.query('begin')
      await hand.query('update sessions set revoked_at = now() where id = $1', [sessionId])
      await hand.query('delete from users where id = $1', [userId])
      await hand.query('rollback')
    })
    expect(heard).toEqual([])
  })

  test('is what is not committed yet', async () => {
    const early = new Client({ connectionString: database.url })
    await early.connect()
    await early.query('begin')
    await early.query('update sessions set revoked_at = now() where id = $1', [sessionId])
    expect(await heardFrom('select 1')).toEqual([])
    expect(await heardDuring(() => early.query('commit'))).toEqual([announced(sessionId)])
    await early.end()
  })
})

describe('the triggers', () => {
  test('say the same on the channel that servers before 0.2 listen to', async () => {
    const former: string[] = []
    const older = new Client({ connectionString: database.url })
    await older.connect()
    older.on('notification', ({ payload = '' }) => former.push(payload))
    await older.query(`listen ${formerChangesChannel}`)
    const heard = await heardDuring(async () => {
      await hand.query('update sessions set revoked_at = now() where id = $1', [sessionId])
      await hand.query(`update users set name = 'Ada' where id = $1`, [userId])
      await hand.query('truncate sessions')
    })
    // What was announced arrives before this answer.
    await older.query('select 1')
    await older.end()
    expect(heard).toEqual([announced(sessionId), `user ${userId}`, '*'])
    expect(former).toEqual(heard)
  })

  test('announce also what a replaying session does', async () => {
    const heard = await heardDuring(async () => {
      await hand.query('set session_replication_role = replica')
      await hand.query('update sessions set revoked_at = now() where id = $1', [sessionId])
      await hand.query('delete from sessions where id <> $1', [sessionId])
      await hand.query(`update users set name = 'Ada' where id = $1`, [userId])
      await hand.query('delete from users where id = $1', [userId])
      await hand.query('truncate sessions')
      await hand.query('reset session_replication_role')
    })
    const [first, ...others] = heard
    expect(first).toBe(announced(sessionId))
    expect(others.slice(-3)).toEqual([`user ${userId}`, `user ${userId}`, '*'])
  })

  test('are there for every way to end one, and always enabled', async () => {
    const { rows } = await hand.query(
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
