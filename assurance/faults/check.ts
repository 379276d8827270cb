import { setTimeout } from 'node:timers/promises'
import { keyOf } from '@latchkey/api/auth/limits/keys'
import { deriveKeyring } from '@latchkey/api/platform/crypto/keys'
import { factors } from '@latchkey/contracts/auth/factors'
import { proveFactor } from '@latchkey/contracts/auth/second-step'
import { currentSession } from '@latchkey/contracts/auth/sessions'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { connectForTest } from '@latchkey/database/testing'
import type { Client as DatabaseClient } from 'pg'
import { type Client, openClient } from './client.ts'
import { appSecret, type Cluster } from './cluster.ts'
import { type Facts, type Kind, type Ledger, noFacts, type Person } from './ledger.ts'

const lanes = 6
const mostAttempts = 60
const pauseMs = 250

export interface Checked {
  /** Acknowledged facts that were compared, counted where each was. */
  readonly facts: Facts
  /** What was lost, or must not be, as sentences. */
  readonly lost: readonly string[]
}

/** Half of an account, or a session of one that is gone. All people of the load have a password, unless an operator took it away. */
const halves = (hasPasswords: boolean) => `
  select 'an account without a password: ' || email as half from users
    where ${hasPasswords} and not exists (select from passwords where user_id = users.id)
  union all select 'a session without an account' from sessions where not exists (select from users where id = user_id)
  union all select 'an address with two accounts: ' || min(email) from users group by lower(email) having count(*) > 1`

/**
 * Replays what was acknowledged: against each server of the API by itself, and against the database at `databaseUrl`. It
 * runs once everything works again, and asks again while a server is too busy.
 */
export async function check(
  cluster: Pick<Cluster, 'servers'>,
  ledger: Ledger,
  databaseUrl: string,
  { hasPasswords = true, hasAttempts = true }: { hasPasswords?: boolean; hasAttempts?: boolean } = {},
): Promise<Checked> {
  const counts = { ...noFacts } as Record<Kind, number>
  const lost = [...ledger.violations]
  const book: Book = {
    looked(kind, times = 1) {
      counts[kind] += times
    },
    lost: sentence => void lost.push(sentence),
  }
  const database = await connectForTest(databaseUrl)
  // First: trying passwords counts attempts.
  if (hasAttempts) await checkAttempts(database, ledger, book)
  const clients = cluster.servers.map(({ address }) => openClient(address))
  const waiting = [...ledger.people]
  const lane = async () => {
    for (let person = waiting.pop(); person; person = waiting.pop()) {
      const [client] = clients as [Client]
      await checkSessions(clients, person, book)
      await checkPassword(client, person, book)
      await checkApp(client, person, book)
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  for (const client of clients) client.close()
  const { rows } = await database.query<{ half: string }>(halves(hasPasswords)).finally(() => database.end())
  return { facts: counts, lost: [...lost, ...rows.map(({ half }) => half)] }
}

/** What was looked at, and what was lost. */
interface Book {
  looked(kind: Kind, times?: number): void
  lost(sentence: string): void
}

/** A failed attempt is committed before its answer, so it is never lost. One of a request without an answer may be counted too. */
async function checkAttempts(database: DatabaseClient, { people }: Ledger, book: Book): Promise<void> {
  const keys = deriveKeyring([appSecret])('limit counter')
  for (const { email, wrongAttempts } of people.filter(({ wrongAttempts }) => wrongAttempts > 0)) {
    const key = keyOf(keys, 'sign-in to an address', email)
    const { rows } = await database.query<{ count: number }>('select count from limits where key = $1', [key])
    const count = rows[0]?.count ?? 0
    book.looked('failed attempts', wrongAttempts)
    if (count < wrongAttempts) book.lost(`of ${wrongAttempts} failed attempts of ${email}, ${count} are counted`)
  }
}

async function checkSessions(clients: readonly Client[], { email, sessions }: Person, book: Book): Promise<void> {
  for (const [token, { lives }] of sessions) {
    if (lives === 'perhaps') continue
    for (const client of clients) {
      const { status, code } = await answered(() => client.call(currentSession, {}, token))
      if (status !== (lives === 'yes' ? 200 : 401))
        book.lost(
          `${lives === 'yes' ? 'a session that lives' : 'an ended session'} of ${email} got ${status} ${code ?? ''}`,
        )
    }
    book.looked(lives === 'yes' ? 'living sessions' : 'ended sessions')
  }
}

const enters = ({ status }: { status: number }) => status === 200 || status === 202

async function checkPassword(client: Client, person: Person, book: Book): Promise<void> {
  const { email, hasAccount, hasApp, formerPasswords, perhapsPassword, usedCodes } = person
  const tryIt = (password: string) => answered(() => client.call(signIn, { email, password }))
  for (const former of formerPasswords.slice(-1)) {
    const { status } = await tryIt(former)
    book.looked('replaced passwords')
    if (status !== 401) book.lost(`a replaced password of ${email} got ${status}`)
  }
  if (hasAccount !== 'yes') return
  const first = await tryIt(person.password)
  const entered = enters(first) || perhapsPassword === undefined ? first : await tryIt(perhapsPassword)
  book.looked('passwords')
  if (!enters(entered)) return book.lost(`the password of ${email} got ${first.status} ${first.code ?? ''}`)
  if (hasApp === 'perhaps') return
  if (hasApp === 'yes') book.looked('apps')
  if ((entered.status === 202) !== (hasApp === 'yes'))
    return book.lost(`${email} ${hasApp === 'yes' ? 'has an app' : 'has no app'}, and a sign-in got ${entered.status}`)
  const [code] = usedCodes
  if (entered.status !== 202 || code === undefined) return
  const proof = { challenge: entered.data.challenge, method: 'recovery_code', code }
  const { status } = await answered(() => client.call(proveFactor, proof))
  book.looked('used codes')
  if (status === 200) book.lost(`a used recovery code of ${email} was accepted`)
}

/** Recovery codes alone make a sign-in take two steps. So the app is looked up, where a session lives. */
async function checkApp(client: Client, { email, hasApp, sessions }: Person, book: Book): Promise<void> {
  const token = [...sessions].find(([, { lives }]) => lives === 'yes')?.[0]
  if (hasApp === 'perhaps' || token === undefined) return
  const { status, data } = await answered(() => client.call(factors, {}, token))
  const wanted = hasApp === 'yes' ? 1 : 0
  if (status === 200 && data.totp.length !== wanted) book.lost(`${email} has ${data.totp.length} apps, not ${wanted}`)
}

/** Asks until there is an answer. A server that is busy says so, and a client asks again. */
async function answered(ask: () => ReturnType<Client['call']>): ReturnType<Client['call']> {
  for (let attempt = 1; ; attempt++) {
    const answer = await ask()
    if ((answer.status !== 0 && answer.status < 500) || attempt === mostAttempts) return answer
    await setTimeout(pauseMs)
  }
}
