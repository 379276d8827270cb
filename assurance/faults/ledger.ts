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
  /** Sign-ins with a wrong password that were answered as such. They stay counted. */
  wrongAttempts: number
}

/** Everything that was acknowledged. */
export interface Ledger {
  readonly people: Person[]
  /** What must never be, as sentences. */
  readonly violations: string[]
}

/** What the checker looks at. Each kind is counted by itself, so that a row which never came to one of them is noticed. */
export const kinds = [
  'passwords',
  'replaced passwords',
  'living sessions',
  'ended sessions',
  'apps',
  'used codes',
  'failed attempts',
] as const
export type Kind = (typeof kinds)[number]
export type Facts = Readonly<Record<Kind, number>>

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
    wrongAttempts: 0,
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

/** How many facts it holds that the checker must look at: the last of several replaced passwords, and one used code. */
export function countFacts({ people }: Pick<Ledger, 'people'>): Facts {
  const count = (ofPerson: (person: Person) => number) => people.reduce((sum, person) => sum + ofPerson(person), 0)
  const sessions = (person: Person, wanted: Known) =>
    [...person.sessions.values()].filter(({ lives }) => lives === wanted).length
  const isMember = ({ hasAccount }: Person) => hasAccount === 'yes'
  const hasApp = (person: Person) => isMember(person) && person.hasApp === 'yes'
  return {
    passwords: count(person => Number(isMember(person))),
    'replaced passwords': count(({ formerPasswords }) => Number(formerPasswords.length > 0)),
    'living sessions': count(person => sessions(person, 'yes')),
    'ended sessions': count(person => sessions(person, 'no')),
    apps: count(person => Number(hasApp(person))),
    'used codes': count(person => Number(hasApp(person) && person.usedCodes.length > 0)),
    'failed attempts': count(({ wrongAttempts }) => wrongAttempts),
  }
}

export const noFacts: Facts = countFacts({ people: [] })
export const sumOf = (facts: Facts): number => kinds.reduce((sum, kind) => sum + facts[kind], 0)
