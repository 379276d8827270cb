/** Whether something holds: by an answer that was received, or perhaps, because a request got no certain answer. */
export type Known = 'yes' | 'no' | 'perhaps'

/** What the client of one person was told. */
export interface Person {
  readonly email: string
  readonly name: string
  hasAccount: Known
  /** The password that works. */
  password: string
  /** A new one whose change got no certain answer: either works. */
  perhapsPassword: string | undefined
  /** They were replaced, and work no more. */
  readonly formerPasswords: string[]
  /** By token. */
  readonly sessions: Map<string, { lives: Known; endedAt?: number }>
  /** The secret of an authenticator app that counts. */
  hasApp: Known
  /** Of recovery codes that were used. */
  readonly usedCodes: string[]
  /** One that was not used yet. */
  spareCodes: string[]
}

/** Everything that was acknowledged. */
export interface Ledger {
  readonly people: Person[]
  /** What must never be, as sentences. */
  readonly violations: string[]
}

export const openLedger = (): Ledger => ({ people: [], violations: [] })

export function addPerson(ledger: Ledger, email: string, password: string): Person {
  const person: Person = {
    email,
    name: 'Ada Lovelace',
    hasAccount: 'perhaps',
    password,
    perhapsPassword: undefined,
    formerPasswords: [],
    sessions: new Map(),
    hasApp: 'no',
    usedCodes: [],
    spareCodes: [],
  }
  ledger.people.push(person)
  return person
}

/** Notes that a session has ended, or perhaps has. */
export function endSession(person: Person, token: string, lives: 'no' | 'perhaps' = 'no'): void {
  person.sessions.set(token, { lives, endedAt: performance.now() })
}

/** Ends every session but this one. */
export function endOthers(person: Person, kept: string, lives: 'no' | 'perhaps' = 'no'): void {
  for (const [token, session] of person.sessions) {
    if (token !== kept && session.lives !== 'no') endSession(person, token, lives)
  }
}

/** How many facts it holds that were acknowledged. */
export function countFacts({ people }: Ledger): number {
  const certain = (known: Known) => (known === 'perhaps' ? 0 : 1)
  return people
    .filter(({ hasAccount }) => hasAccount === 'yes')
    .reduce(
      (sum, person) =>
        sum +
        // The account and its password.
        2 +
        person.formerPasswords.length +
        certain(person.hasApp) +
        person.usedCodes.length +
        [...person.sessions.values()].filter(({ lives }) => lives !== 'perhaps').length,
      0,
    )
}
