import { Name } from '@latchkey/contracts/auth/names'
import { Email } from '@latchkey/contracts/auth/users'
import { fieldsOf } from '@latchkey/contracts/fields'
import { apiWords } from '@latchkey/contracts/words/api'
import { sayField } from '@latchkey/contracts/words/fields'
import { type Language, languages } from '@latchkey/contracts/words/language'
import type * as z from 'zod/mini'
import { problemOfHash } from '../../../platform/crypto/hasher.ts'
import type { HashKeys, HashProblem } from '../../../platform/crypto/imported-hash.ts'
import { RowProblem } from './row.ts'

/** What a format says about a person, before it is checked. Empty text counts as missing. */
export interface Claims {
  readonly email: string | null | undefined
  readonly emailVerified: boolean
  readonly name?: string | null | undefined
  /** A BCP 47 tag. One that Latchkey does not know counts as none. */
  readonly language?: string | null | undefined
  /** ISO 8601, as Postgres prints it, or milliseconds since 1970. */
  readonly createdAt?: string | number | null | undefined
  readonly disabled?: boolean | undefined
  /** In a form of docs/import.md. */
  readonly passwordHash?: string | null | undefined
}

/** A person who may be imported as they are. */
export interface Person {
  readonly email: string
  readonly name: string | null
  readonly language: Language | null
  readonly createdAt: Date
  readonly isDisabled: boolean
  /** Null for a person without a password, and for one whose address is unproven. */
  readonly hash: string | null
  /** False: somebody may have registered the address of another person there. */
  readonly isProven: boolean
}

export interface Rules {
  readonly keys: HashKeys
  readonly now: Date
  /** Every address counts as proven. */
  readonly trustAddresses: boolean
  /** Every address counts as unproven. */
  readonly distrustAddresses: boolean
  readonly withoutPasswords: boolean
}

/**
 * Checks what a format says about a person. If their address is unproven, it keeps neither password nor name, nor whether they
 * are disabled: a stranger may have registered the address of another person, and would then share that person's account, or lock them
 * out of it (pre-hijacking: Sudhodanan and Paverd, USENIX Security 2022). The person of such an account proves the address by a mailed link or code before they can do anything.
 * @throws {RowProblem}
 */
export function personOf(claims: Claims, rules: Rules): Person {
  const email = checked('email', Email, claims.email ?? '')
  const name = claims.name?.trim() ? checked('name', Name, claims.name) : null
  if (name?.includes('\ufffd')) throw new RowProblem('name', 'is not UTF-8')
  const hash = claims.passwordHash && !rules.withoutPasswords ? verifiable(claims.passwordHash, rules.keys) : null
  const isProven = (claims.emailVerified || rules.trustAddresses) && !rules.distrustAddresses
  return {
    email,
    name: isProven ? name : null,
    language: languageOf(claims.language),
    createdAt: timeOf(claims.createdAt, rules.now),
    isDisabled: isProven && (claims.disabled ?? false),
    hash: isProven ? hash : null,
    isProven,
  }
}

const hashProblems: Readonly<Record<HashProblem, string>> = {
  form: 'has no form that can be verified (docs/import.md lists them)',
  cost: 'costs more than a sign-in may cost, or less than the algorithm allows (docs/import.md has the limits)',
  key: 'has another length than FIREBASE_SIGNER_KEY, or that setting is missing',
}

function verifiable(hash: string, keys: HashKeys): string {
  const problem = problemOfHash(hash, keys)
  if (problem !== null) throw new RowProblem('passwordHash', hashProblems[problem])
  return hash
}

function languageOf(tag: string | null | undefined): Language | null {
  const known = tag?.toLowerCase().split(/[-_]/)[0]
  return languages.find(each => each === known) ?? null
}

/** When a system wrote no zone, it meant UTC. Postgres writes a space for the T, and hours only for the zone. */
function timeOf(given: string | number | null | undefined, now: Date): Date {
  if (given === null || given === undefined || given === '') return now
  const text = String(given).trim()
  const time = new Date(/^\d{9,15}$/.test(text) ? Number(text) : isoOf(text))
  if (Number.isNaN(time.getTime()) || time.getTime() < 0) throw new RowProblem('createdAt', 'is no time since 1970')
  if (time > now) throw new RowProblem('createdAt', 'is in the future')
  return time
}

const isoOf = (text: string): string =>
  text
    .replace(/^(\d{4}-\d\d-\d\d) (?=\d)/, '$1T')
    .replace(/( ?UTC)$/, 'Z')
    .replace(/([+-]\d\d)$/, (zone, _hours, at: number) => (at > 10 ? `${zone}:00` : zone))
    .replace(/(T[\d:.]+)$/, '$1Z')

/** By the rules and the sentences of the API. */
function checked<Schema extends z.ZodMiniType>(field: string, schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const [message] = Object.values(fieldsOf(result.error))
  throw new RowProblem(field, message ? sayField(apiWords.en.fields, message) : 'is not valid')
}

/**
 * A row by the schema of its format.
 * @throws {RowProblem}
 */
export function parsed<Schema extends z.ZodMiniType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  if (issue?.code === 'unrecognized_keys') throw new RowProblem('', 'has a field that this format does not know')
  // A path holds names of the schema, and never a name that only the row has.
  throw new RowProblem(issue?.path.map(String).join('.') ?? '', 'is missing, or has the wrong type')
}
