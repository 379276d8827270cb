import { keyOf } from '@latchkey/api/auth/limits/keys'
import { rules } from '@latchkey/api/auth/limits/rules'
import { deriveKeyring } from '@latchkey/api/platform/crypto/keys'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { connectForTest } from '@latchkey/database/testing'
import { openClient } from '../client.ts'
import { appSecret } from '../cluster.ts'
import { type Fault, type Scenery, timeUntil, underLoad } from '../scene.ts'

const amount = { short: 400, long: 10_000 }
const connections = { short: 100, long: 1_000 }
const people = 20
const allowed = [200, 401, 429, 503]

export const signIns: readonly Fault[] = [
  {
    id: 'fault-10k-sign-ins',
    name: '10,000 sign-ins at once',
    injected: '10,000 sign-ins of 20 people, half of them with a wrong password, on 1,000 connections to three servers',
    holds: 'each gets 200, 401, 429 or 503; each 200 is one session; the count of failed attempts is exact',
    run: options =>
      underLoad(options, {}, async scenery => {
        const size = options.isShort ? 'short' : 'long'
        const known = await addPeople(scenery)
        const clients = scenery.cluster.servers.map(({ address }) =>
          openClient(address, undefined, Math.ceil(connections[size] / scenery.cluster.servers.length)),
        )
        const answers = await Promise.all(
          Array.from({ length: amount[size] }, async (_, at) => {
            const { email, password } = known[at % people] ?? { email: '', password: '' }
            const given = Math.floor(at / people) % 2 === 0 ? 'not the password of any person' : password
            const { status, code, data } =
              (await clients[at % clients.length]?.call(signIn, { email, password: given })) ?? {}
            return { email, status: status ?? 0, code, token: data?.token as string | undefined }
          }),
        )
        for (const client of clients) client.close()
        return { note: await compare(scenery, known, answers) }
      }),
  },
]

/** People beside the load, so that only these sign-ins count for them. */
async function addPeople({ load }: Scenery): Promise<{ email: string; password: string }[]> {
  const known = []
  for (let added = 0; added < people; added++) known.push(await load.addIdlePerson())
  return known
}

interface SignedIn {
  readonly email: string
  readonly status: number
  readonly code: string | undefined
  readonly token: string | undefined
}

async function compare(
  { cluster, must }: Scenery,
  known: readonly { email: string }[],
  answers: readonly SignedIn[],
): Promise<string> {
  const statuses = new Map<number, number>()
  for (const { status } of answers) statuses.set(status, (statuses.get(status) ?? 0) + 1)
  const odd = answers
    .filter(({ status }) => !allowed.includes(status))
    .map(({ status, code }) => `${status} ${code ?? ''}`)
  for (const answer of new Set(odd)) must(false, `a sign-in got ${answer}`)
  must(statuses.has(200) && statuses.has(401), 'no sign-in was right, or none was wrong')

  const tokens = answers.flatMap(({ token }) => token ?? [])
  must(new Set(tokens).size === tokens.length, 'a token was given twice')
  const emails = known.map(({ email }) => email)
  const keys = deriveKeyring([appSecret])('limit counter')
  const database = await connectForTest(cluster.postgres.url)
  try {
    const { rows } = await database.query<{ count: number }>(
      'select count(*)::int as count from sessions join users on users.id = user_id where email = any($1)',
      [emails],
    )
    // Each signed in once when they were added.
    const sessions = (rows[0]?.count ?? 0) - people
    const most = tokens.length + odd.length
    must(
      sessions >= tokens.length && sessions <= most,
      `${tokens.length} sign-ins succeeded, and there are ${sessions} sessions`,
    )
    for (const email of emails) {
      const own = answers.filter(answer => answer.email === email)
      const wrong = own.filter(({ status }) => status === 401).length
      // One without an answer may be counted.
      const atMost = wrong + own.filter(({ status }) => !allowed.includes(status)).length
      must(wrong <= rules['sign-in to an address'].free, `${wrong} wrong passwords were judged at one address`)
      let count = 0
      // A right one, and one without a turn, is given back, a moment later if no connection was free.
      const ms = await timeUntil(async () => {
        const key = keyOf(keys, 'sign-in to an address', email)
        const found = await database.query<{ count: number }>('select count from limits where key = $1', [key])
        count = found.rows[0]?.count ?? 0
        return count >= wrong && count <= atMost
      })
      must(Number.isFinite(ms), `of ${wrong} wrong passwords at one address, ${count} are counted`)
    }
  } finally {
    await database.end()
  }
  return [...statuses].map(([status, times]) => `${times} × ${status}`).join(', ')
}
