import { setTimeout } from 'node:timers/promises'
import { factors } from '@latchkey/contracts/auth/factors'
import { proveFactor } from '@latchkey/contracts/auth/second-step'
import { currentSession } from '@latchkey/contracts/auth/sessions'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { connectForTest } from '@latchkey/database/testing'
import { type Client, openClient } from './client.ts'
import type { Cluster } from './cluster.ts'
import { countFacts, type Ledger, type Person } from './ledger.ts'

const lanes = 6
const mostAttempts = 60
const pauseMs = 250

export interface Checked {
  /** Acknowledged facts that were looked at. */
  readonly facts: number
  /** What was lost, or must not be, as sentences. */
  readonly lost: readonly string[]
}

/** Half of an account, or a session of one that is gone. All people of the load have a password. */
const halves = `
  select 'an account without a password: ' || email as half from users where not exists (select from passwords where user_id = users.id)
  union all select 'a session without an account' from sessions where not exists (select from users where id = user_id)
  union all select 'an address with two accounts: ' || min(email) from users group by lower(email) having count(*) > 1`

/**
 * Replays what was acknowledged: against each server of the API by itself, and against the database at `databaseUrl`. It
 * runs once everything works again, and asks again while a server is too busy.
 */
export async function check(cluster: Pick<Cluster, 'servers'>, ledger: Ledger, databaseUrl: string): Promise<Checked> {
  const lost = [...ledger.violations]
  const clients = cluster.servers.map(({ address }) => openClient(address))
  const waiting = [...ledger.people]
  const lane = async () => {
    for (let person = waiting.pop(); person; person = waiting.pop()) {
      const [client] = clients as [Client]
      lost.push(...(await checkSessions(clients, person)))
      lost.push(...(await checkPassword(client, person)), ...(await checkApp(client, person)))
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  for (const client of clients) client.close()
  const database = await connectForTest(databaseUrl)
  const { rows } = await database.query<{ half: string }>(halves).finally(() => database.end())
  return { facts: countFacts(ledger), lost: [...lost, ...rows.map(({ half }) => half)] }
}

async function checkSessions(clients: readonly Client[], { email, sessions }: Person): Promise<string[]> {
  const lost: string[] = []
  for (const [token, { lives }] of sessions) {
    if (lives === 'perhaps') continue
    for (const client of clients) {
      const { status, code } = await answered(() => client.call(currentSession, {}, token))
      if (status !== (lives === 'yes' ? 200 : 401))
        lost.push(
          `${lives === 'yes' ? 'a session that lives' : 'an ended session'} of ${email} got ${status} ${code ?? ''}`,
        )
    }
  }
  return lost
}

async function checkPassword(client: Client, person: Person): Promise<string[]> {
  const { email, hasAccount, hasApp, formerPasswords, perhapsPassword, usedCodes } = person
  const tryIt = (password: string) => answered(() => client.call(signIn, { email, password }))
  const lost: string[] = []
  for (const former of formerPasswords.slice(-1)) {
    const { status } = await tryIt(former)
    if (status !== 401) lost.push(`a replaced password of ${email} got ${status}`)
  }
  const first = await tryIt(person.password)
  const enters = ({ status }: { status: number }) => status === 200 || status === 202
  const works = enters(first) || (perhapsPassword !== undefined && enters(await tryIt(perhapsPassword)))
  if (hasAccount === 'yes' && !works) lost.push(`the password of ${email} got ${first.status} ${first.code ?? ''}`)
  if (hasApp !== 'perhaps' && enters(first) && (first.status === 202) !== (hasApp === 'yes'))
    lost.push(`${email} ${hasApp === 'yes' ? 'has an app' : 'has no app'}, and a sign-in got ${first.status}`)
  const [code] = usedCodes
  if (first.status === 202 && code) {
    const proof = { challenge: first.data.challenge, method: 'recovery_code', code }
    const { status } = await answered(() => client.call(proveFactor, proof))
    if (status === 200) lost.push(`a used recovery code of ${email} was accepted`)
  }
  return lost
}

/** Recovery codes alone make a sign-in take two steps. So the app is looked up, where a session lives. */
async function checkApp(client: Client, { email, hasApp, sessions }: Person): Promise<string[]> {
  const token = [...sessions].find(([, { lives }]) => lives === 'yes')?.[0]
  if (hasApp === 'perhaps' || token === undefined) return []
  const { status, data } = await answered(() => client.call(factors, {}, token))
  const wanted = hasApp === 'yes' ? 1 : 0
  return status !== 200 || data.totp.length === wanted ? [] : [`${email} has ${data.totp.length} apps, not ${wanted}`]
}

/** Asks until there is an answer. A server that is busy says so, and a client asks again. */
async function answered(ask: () => ReturnType<Client['call']>): ReturnType<Client['call']> {
  for (let attempt = 1; ; attempt++) {
    const answer = await ask()
    if ((answer.status !== 0 && answer.status < 500) || attempt === mostAttempts) return answer
    await setTimeout(pauseMs)
  }
}
