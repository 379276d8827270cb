import type { Database, Transaction } from '@latchkey/database/client'
import type { Rule } from './rules.ts'

type Wait = Pick<Rule, 'free' | 'firstWaitMs' | 'longestWaitMs' | 'forgetMs'>

export interface Counted {
  readonly key: string
  readonly count: number
  /** When the next one may be tried. */
  readonly openAt: Date
  /** False for what has to wait. */
  readonly isCounted: boolean
}

/**
 * Counts a try under each of these keys, or under none where one of them has to wait; answers what was counted, else what waits.
 *
 * One statement, committed by itself. The rows are the locks, taken in the order of their keys: of many who try at once each sees what the
 * one before has counted. What does not wait is open since ever, and not since now: the clocks of two servers are never quite the same.
 * One that was closed between our look and our write is neither counted nor answered.
 */
export const count = (db: Database, wanted: ({ key: string } & Wait)[], now: Date): Promise<Counted[]> =>
  db.$queryRaw<Counted[]>`
    with wanted as (
      select * from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb)
        as w(key text, free int, "firstWaitMs" float8, "longestWaitMs" float8, "forgetMs" float8)
    ), closed as (
      select l.key, l.count, l.open_at from limits l join wanted using (key) where l.open_at > ${now}::timestamptz
    ), counted as (
      insert into limits as l (key, count, open_at, expires_at)
      select key, 1, 'epoch', ${now}::timestamptz + "forgetMs" * interval '1 ms'
      from wanted where not exists (select from closed) order by key
      on conflict (key) do update set (count, open_at, expires_at) = (
        select c.n, o.t, greatest(o.t, ${now}::timestamptz) + w."forgetMs" * interval '1 ms'
        from wanted w,
          lateral (select case when l.expires_at <= ${now}::timestamptz then 1 else l.count + 1 end as n) c,
          lateral (select case when c.n < w.free or w."longestWaitMs" = 0 then 'epoch' else ${now}::timestamptz + interval '1 ms'
            * least(w."longestWaitMs", w."firstWaitMs" * 2 ^ least(c.n - w.free, 30)) end as t) o
        where w.key = l.key)
      where l.open_at <= ${now}::timestamptz
      returning l.key, l.count, l.open_at
    )
    select key, count, open_at as "openAt", true as "isCounted" from counted
    union all select key, count, open_at, false from closed`

export const remove = (tx: Transaction, keys: string[]) => tx.limit.deleteMany({ where: { key: { in: keys } } })

export interface Returned {
  readonly key: string
  readonly free: number
  /** As it was counted. */
  readonly openAt: Date
  /** Whether the tries before it are forgotten too. */
  readonly isForgotten: boolean
}

/** Takes back tries that were counted, with the waits that they began. */
export const giveBack = (db: Database, returned: Returned[]) => db.$executeRaw`
  with returned as (
    select * from jsonb_to_recordset(${JSON.stringify(returned)}::jsonb)
      as r(key text, free int, "openAt" timestamptz, "isForgotten" boolean)
  ), locked as (
    select key from limits where key in (select key from returned) order by key for update
  )
  update limits l set
    count = case when r."isForgotten" then 0 else greatest(l.count - 1, 0) end,
    open_at = case when r."isForgotten" or l.count <= r.free or l.open_at = r."openAt"
      then 'epoch' else l.open_at end
  from locked join returned r using (key) where l.key = locked.key`
