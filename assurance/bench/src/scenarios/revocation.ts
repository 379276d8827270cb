import assert from 'node:assert/strict'
import { setTimeout } from 'node:timers/promises'
import type pg from 'pg'
import { startChild } from '../child.ts'
import { bearer, callOf, getSession, type Latchkey, startLatchkey } from '../latchkey.ts'
import { statusOf } from '../load/call.ts'
import type { Pace, Paced } from '../load/pace.ts'
import { addPeople, addSessions, type MadeSession } from '../people.ts'
import { type Postgres, withClient } from '../postgres.ts'
import { figure, say, table } from '../report.ts'
import { type Plan, percentile } from '../rounds.ts'

const replicas = 3
const people = 50
/** Other sessions in use meanwhile, and their requests per second on all replicas together. */
const bystanders = 1000
const bystandersPerSecond = 1500
const lateAfterMs = 1050
const giveUpAfterMs = 10_000
/** No replica may accept a request that was sent this long after the commit. */
const toleratedMs = 1000

interface Seen {
  readonly replica: number
  /** Milliseconds to the first refusal: from the answer to the revocation, and from its request. */
  readonly sinceAnswer: number
  readonly sinceAsked: number
  /** Milliseconds from that answer to the last accepted request. */
  readonly lastAccepted: number
}

type Way = 'API' | 'SQL'

/** Measures how soon each of three replicas refuses a session that the API or SQL has revoked. */
export async function revocation(postgres: Postgres, { revocations }: Plan): Promise<string> {
  const url = await postgres.createLatchkeyDatabase('revocation')
  const servers: Latchkey[] = []
  const load = startChild('load/pace.ts')
  try {
    const made = await withClient(url, async client => {
      await addPeople(client, people)
      return addSessions(client, people + revocations + bystanders)
    })
    for (let count = 0; count < replicas; count++) servers.push(await startLatchkey(url))
    const others = made.slice(people + revocations)
    const pace: Pace = {
      calls: others.flatMap(({ token }) => servers.map(({ port }) => callOf(port, getSession(token)))),
      seconds: 1,
      perSecond: bystandersPerSecond,
    }
    // Uses each session once on each replica, because only answers from memory are measured.
    await load.ask<Paced>('pace', { ...pace, seconds: (1.5 * pace.calls.length) / bystandersPerSecond } satisfies Pace)
    let isOver = false
    const background = (async () => {
      const all: Paced[] = []
      while (!isOver) all.push(await load.ask<Paced>('pace', pace))
      return all
    })()
    // If something else fails first, that error is reported.
    background.catch(() => {})

    const targets = made.slice(people, people + revocations)
    const seen: Record<Way, Seen[]> = { API: [], SQL: [] }
    const late: Promise<number>[] = []
    await withClient(url, async client => {
      for (const [at, target] of targets.entries()) {
        const way = at % 2 === 0 ? 'API' : 'SQL'
        // Every 50th session belongs to the same person.
        const keeper = made[at % people]
        const end = way === 'API' ? () => byApi(servers, keeper, target) : () => bySql(client, target)
        seen[way].push(...(await revokeOne(servers, target, end)))
        late.push(setTimeout(lateAfterMs).then(() => countAccepted(servers, [target])))
        if (at % 100 === 99) say(`${at + 1} sessions revoked`)
      }
    })
    const acceptedLate = (await Promise.all(late)).reduce((sum, count) => sum + count, 0)
    isOver = true
    const bystanding = await background
    // Long after, when the replicas' memory of refusals is gone too.
    const acceptedInTheEnd = await countAccepted(servers, targets)
    return describe(seen, acceptedLate + acceptedInTheEnd, bystanding)
  } finally {
    await Promise.all([load.stop(), ...servers.map(server => server.stop())])
    await postgres.dropDatabase('revocation')
  }
}

/** Revokes a session that every replica has in memory, while requests for it go to every replica without a pause. */
async function revokeOne(
  servers: readonly Latchkey[],
  { token }: MadeSession,
  end: () => Promise<void>,
): Promise<Seen[]> {
  for (const server of servers) assert.equal(await statusOf(callOf(server.port, getSession(token))), 200)
  const watching = servers.map(server => watch(server, token))
  await setTimeout(Math.random() * 5)
  const asked = performance.now()
  await end()
  const answered = performance.now()
  const watched = await Promise.all(watching)
  return watched.map(({ refusedAt, acceptedSentAt }, replica) => ({
    replica,
    sinceAnswer: refusedAt - answered,
    sinceAsked: refusedAt - asked,
    lastAccepted: acceptedSentAt - answered,
  }))
}

async function watch({ port }: Latchkey, token: string): Promise<{ refusedAt: number; acceptedSentAt: number }> {
  const call = callOf(port, getSession(token))
  const until = performance.now() + giveUpAfterMs
  let acceptedSentAt = Number.NEGATIVE_INFINITY
  while (performance.now() < until) {
    const sentAt = performance.now()
    const status = await statusOf(call)
    if (status === 401) return { refusedAt: performance.now(), acceptedSentAt }
    assert.equal(status, 200)
    acceptedSentAt = sentAt
  }
  throw new Error('A revoked session was accepted for 10 s.')
}

async function byApi(
  [first]: readonly Latchkey[],
  keeper: MadeSession | undefined,
  { id }: MadeSession,
): Promise<void> {
  assert(first && keeper)
  const path = `/api/restricted/sessions/${id}/revoke`
  assert.equal(await statusOf({ port: first.port, method: 'POST', path, headers: bearer(keeper.token) }), 200)
}

async function bySql(client: pg.Client, { id }: MadeSession): Promise<void> {
  await client.query('update sessions set revoked_at = now() where id = $1', [id])
}

/** Counts the requests with these sessions' tokens that the replicas still accept. */
async function countAccepted(servers: readonly Latchkey[], sessions: readonly MadeSession[]): Promise<number> {
  let accepted = 0
  for (const { token } of sessions)
    for (const { port } of servers) if ((await statusOf(callOf(port, getSession(token)))) !== 401) accepted += 1
  return accepted
}

function describe(seen: Record<Way, Seen[]>, acceptedLate: number, bystanding: readonly Paced[]): string {
  const all = [...seen.API, ...seen.SQL]
  const row = (name: string, chosen: readonly Seen[]) => {
    const sinceAnswer = chosen.map(({ sinceAnswer }) => sinceAnswer)
    return [
      name,
      figure(chosen.length),
      ...[0.5, 0.99, 1].map(share => figure(Math.max(0, percentile(sinceAnswer, share)))),
      figure(
        percentile(
          chosen.map(({ sinceAsked }) => sinceAsked),
          0.99,
        ),
      ),
      figure(Math.max(0, ...chosen.map(({ lastAccepted }) => lastAccepted))),
    ]
  }
  const late = all.filter(({ lastAccepted }) => lastAccepted > toleratedMs).length + acceptedLate
  const latencies = bystanding.flatMap(({ latencies }) => latencies)
  const answers = bystanding.flatMap(({ statuses }) => Object.entries(statuses))
  const unwell = answers.reduce((sum, [status, count]) => sum + (status === '200' ? 0 : count), 0)
  return [
    table(
      [
        'from the answer of what revoked to the first 401',
        'n',
        'p50 ms',
        'p99 ms',
        'max ms',
        'p99 ms from the asking',
        'last accepted sent, ms',
      ],
      [
        row(
          'by API, on the replica that did it',
          seen.API.filter(({ replica }) => replica === 0),
        ),
        row(
          'by API, on the two others',
          seen.API.filter(({ replica }) => replica > 0),
        ),
        row('by SQL, on each of three', seen.SQL),
        row('all', all),
      ],
    ),
    `Requests accepted that were sent more than ${toleratedMs} ms after the commit: **${late}**.`,
    `Meanwhile ${figure(latencies.length)} requests of other sessions, ${figure(bystandersPerSecond)} a second over the three replicas: p50 ${figure(percentile(latencies, 0.5))} ms, p99 ${figure(percentile(latencies, 0.99))} ms, ${unwell} not answered 200.`,
  ].join('\n\n')
}
