import { installedArgon2 } from '@latchkey/api/platform/crypto/argon2'
import { deriveKeyring } from '@latchkey/api/platform/crypto/keys'
import { mintToken } from '@latchkey/api/platform/crypto/token'
import type pg from 'pg'

/** The secret of every server of the bench. With it, tokens can be made here for any of their databases. */
export const secret = 'a secret of the bench that is long enough'
export const password = 'correct horse battery staple'
/** The defaults of apps/api/src/platform/settings/settings.ts, so that no sign-in hashes the password again. */
export const argon2Parameters = { memoryKib: 19_456, passes: 2 } as const

const userAgent =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36'
const keys = deriveKeyring([secret])('session token')

export interface MadeSession {
  readonly id: string
  readonly token: string
}

export const emailOf = (number: number) => `person-${String(number).padStart(7, '0')}@example.com`

/** Makes people with the same password, numbered from 1. */
export async function addPeople(client: pg.Client, count: number): Promise<void> {
  const hash = await (await installedArgon2()).hash(password, argon2Parameters)
  await client.query(
    `with made as (
       insert into users (id, email, name, created_at, updated_at)
       select uuidv7(), 'person-' || lpad(n::text, 7, '0') || '@example.com', 'Person ' || lpad(n::text, 7, '0'), now(), now()
       from generate_series(1, $1::integer) as n returning id)
     insert into passwords (user_id, hash, changed_at) select id, $2, now() from made`,
    [count, hash],
  )
  // The planner should know how many people there are.
  await client.query('analyze')
}

/**
 * Makes `total` sessions, in turn for each person. `known` of them get tokens that we keep; these are spread evenly over
 * the table.
 */
export async function addSessions(client: pg.Client, total: number, known = total): Promise<MadeSession[]> {
  const minted = Array.from({ length: known }, () => mintToken(keys))
  const { rows: existing } = await client.query<{ count: string }>('select count(*) from users')
  // The people come from the table itself. Checking a million foreign keys would take longer than everything else.
  await client.query('set session_replication_role = replica')
  await client.query(
    `insert into sessions (id, user_id, token_hash, delivery, remembered, methods, created_at, authenticated_at,
       last_seen_at, expires_at, ip, user_agent)
     with minted as (select hash, nth * $2::integer as n from unnest($1::bytea[]) with ordinality as m(hash, nth)),
       people as (select id, row_number() over (order by email) as n from users)
     select uuidv7(), people.id, coalesce(minted.hash, sha256(('filler ' || row.n)::bytea)), 'bearer', false, '{pwd}',
       now(), now(), now(), now() + interval '24 hours', '127.0.0.1', $4
     from generate_series(1, $3::integer) as row(n)
       join people on people.n = 1 + row.n % $5::bigint
       left join minted on minted.n = row.n
     order by row.n`,
    [minted.map(({ hash }) => hash), Math.floor(total / known), total, userAgent, existing[0]?.count],
  )
  await client.query('reset session_replication_role')
  await client.query('vacuum analyze')
  const { rows } = await client.query<{ id: string; hash: Buffer }>(
    'select id, token_hash as hash from sessions where token_hash = any($1::bytea[])',
    [minted.map(({ hash }) => hash)],
  )
  const ids = new Map(rows.map(({ id, hash }) => [hash.toString('hex'), id]))
  return minted.map(({ token, hash }) => ({ token, id: ids.get(hash.toString('hex')) ?? '' }))
}

/** The same token with one letter changed. Not the last letter, where a change may have no effect. */
export const forge = (token: string) => token.slice(0, 20) + (token[20] === 'A' ? 'B' : 'A') + token.slice(21)
