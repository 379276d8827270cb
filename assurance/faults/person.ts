import { changeName, changePassword } from '@latchkey/contracts/auth/account'
import { revokeOtherSessions, revokeSession } from '@latchkey/contracts/auth/devices'
import { activateTotp, addTotp } from '@latchkey/contracts/auth/factors'
import { proveFactor } from '@latchkey/contracts/auth/second-step'
import { currentSession, signOut } from '@latchkey/contracts/auth/sessions'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { signUp, verify } from '@latchkey/contracts/auth/sign-up'
import { generateSync } from 'otplib'
import type { Answer, Client } from './client.ts'
import { addPerson, endOthers, endSession, type Ledger, type Person } from './ledger.ts'

/** A request got no certain answer. The person is left as they are: the ledger knows what may be. */
export class Uncertain extends Error {}

/** How long an ended session may still be accepted where its end was not heard (ADR 009, ADR 024). */
const latestAcceptedMs = 2_000

export interface Scene {
  readonly client: Client
  readonly ledger: Ledger
  /** Waits for the link in the next mail to this address. */
  linkFor(email: string): Promise<string>
}

/** Whether nothing is known about what a request did. */
const isUncertain = ({ status }: Answer) => status === 0 || status >= 500

const newPassword = () => `a long enough password ${crypto.randomUUID()}`

/** Signs up. Returns the person once their account is acknowledged. */
export async function join({ client, ledger, linkFor }: Scene): Promise<Person> {
  const email = `ada.${crypto.randomUUID()}@example.com`
  const password = newPassword()
  const asked = await client.call(signUp, { email, password, name: 'Ada Lovelace' })
  if (asked.status !== 202) throw new Uncertain()
  const link = await linkFor(email)
  const token = new URL(link).hash.replace(/^#/, '').match(/(?:^|[?&])token=([^&]+)/)?.[1] ?? link.split(/[#=]/).at(-1)
  const person = addPerson(ledger, email, password)
  const proven = await client.call(verify, { token, password })
  if (isUncertain(proven)) throw new Uncertain()
  expectStatus(ledger, proven, 200, 'a sign-up was refused')
  person.hasAccount = 'yes'
  return person
}

/** Signs in by password, and by a recovery code where the person has an app. */
export async function enter(scene: Scene, person: Person) {
  const { client, ledger } = scene
  const answer = await client.call(signIn, { email: person.email, password: person.password })
  if (isUncertain(answer)) throw new Uncertain()
  if (answer.status === 202) return finish(scene, person, answer.data.challenge)
  expectStatus(ledger, answer, 200, 'a sign-in with the acknowledged password was refused')
  return keepSession(person, answer)
}

/** Signs in with a wrong password. The answer says so, and the attempt stays counted. */
export async function mistype({ client, ledger }: Scene, person: Person): Promise<void> {
  const answer = await client.call(signIn, { email: person.email, password: newPassword() })
  if (isUncertain(answer)) throw new Uncertain()
  expectStatus(ledger, answer, 401, 'a wrong password was not refused')
  person.wrongAttempts += 1
}

async function finish({ client, ledger }: Scene, person: Person, challenge: string) {
  const code = person.spareCodes.pop()
  const answer = await client.call(proveFactor, { challenge, method: 'recovery_code', code })
  if (isUncertain(answer)) throw new Uncertain()
  expectStatus(ledger, answer, 200, 'an acknowledged recovery code was refused')
  if (code) person.usedCodes.push(code)
  return keepSession(person, answer)
}

function keepSession(person: Person, { data }: Answer): { token: string; id: string } {
  person.sessions.set(data.token, { lives: 'yes' })
  return { token: data.token, id: data.session.id }
}

/** Asks with a session that lives. */
export async function ask({ client, ledger }: Scene, token: string): Promise<void> {
  const answer = await client.call(currentSession, {}, token)
  if (!isUncertain(answer)) expectStatus(ledger, answer, 200, 'a session that lives was refused')
}

/** Asks with a session that has ended long enough ago. */
export async function askEnded({ client, ledger }: Scene, person: Person): Promise<void> {
  for (const [token, { lives, endedAt = 0 }] of person.sessions) {
    if (lives !== 'no' || performance.now() - endedAt < latestAcceptedMs) continue
    const answer = await client.call(currentSession, {}, token)
    if (!isUncertain(answer)) expectStatus(ledger, answer, 401, 'an ended session was accepted')
  }
}

export async function rename({ client, ledger }: Scene, token: string): Promise<void> {
  const answer = await client.call(changeName, { name: `Ada ${crypto.randomUUID().slice(0, 8)}` }, token)
  if (!isUncertain(answer)) expectStatus(ledger, answer, [200, 429], 'a change of the name was refused')
}

/** Changes the password. Returns the session's new token. */
export async function changeIt({ client, ledger }: Scene, person: Person, token: string): Promise<string> {
  const next = newPassword()
  const answer = await client.call(changePassword, { currentPassword: person.password, newPassword: next }, token)
  if (isUncertain(answer)) {
    person.perhapsPassword = next
    endSession(person, token, 'perhaps')
    endOthers(person, token, 'perhaps')
    throw new Uncertain()
  }
  expectStatus(ledger, answer, 200, 'a change of the password was refused')
  person.formerPasswords.push(person.password)
  person.password = next
  return replaceToken(person, token, answer)
}

/** Adds an authenticator app. Returns the session's new token. */
export async function addApp({ client, ledger }: Scene, person: Person, token: string): Promise<string> {
  const begun = await client.call(addTotp, { name: 'Phone' }, token)
  if (isUncertain(begun)) throw new Uncertain()
  expectStatus(ledger, begun, 200, 'an app was refused')
  const code = generateSync({ secret: begun.data.secret })
  const answer = await client.call(activateTotp, { id: begun.data.id, code }, token)
  if (isUncertain(answer)) {
    person.hasApp = 'perhaps'
    endSession(person, token, 'perhaps')
    endOthers(person, token, 'perhaps')
    throw new Uncertain()
  }
  expectStatus(ledger, answer, 200, 'the code of an app was refused')
  person.hasApp = 'yes'
  person.spareCodes = answer.data.recoveryCodes ?? []
  return replaceToken(person, token, answer)
}

function replaceToken(person: Person, token: string, { data }: Answer): string {
  const next = data.token ?? token
  person.sessions.set(next, { lives: 'yes' })
  endOthers(person, next)
  return next
}

/** Ends one session by another. */
export async function revoke(
  { client, ledger }: Scene,
  person: Person,
  by: string,
  ended: { id: string; token: string },
) {
  const answer = await client.call(revokeSession, { id: ended.id }, by)
  endSession(person, ended.token, isUncertain(answer) ? 'perhaps' : 'no')
  if (isUncertain(answer)) throw new Uncertain()
  expectStatus(ledger, answer, 200, 'a revocation was refused')
}

export async function revokeOthers({ client, ledger }: Scene, person: Person, by: string): Promise<void> {
  const answer = await client.call(revokeOtherSessions, {}, by)
  endOthers(person, by, isUncertain(answer) ? 'perhaps' : 'no')
  if (isUncertain(answer)) throw new Uncertain()
  expectStatus(ledger, answer, 200, 'a revocation of the others was refused')
}

export async function leave({ client, ledger }: Scene, person: Person, token: string): Promise<void> {
  const answer = await client.call(signOut, {}, token)
  endSession(person, token, isUncertain(answer) ? 'perhaps' : 'no')
  if (isUncertain(answer)) throw new Uncertain()
  expectStatus(ledger, answer, 204, 'a sign-out was refused')
}

/** Notes an answer that may not be. A wait (429) is the client's, and ends this person's part. */
function expectStatus(ledger: Ledger, { status, code }: Answer, wanted: number | number[], sentence: string): void {
  if ([wanted].flat().includes(status)) return
  if (status === 429) throw new Uncertain()
  ledger.violations.push(`${sentence}: ${status} ${code ?? ''}`.trim())
  throw new Uncertain()
}
