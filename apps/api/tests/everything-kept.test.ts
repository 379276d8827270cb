import { changeEmail } from '@latchkey/contracts/auth/account'
import { exportUser } from '@latchkey/contracts/auth/export'
import { productExport } from '@latchkey/contracts/product'
import { describe, expect, it } from 'vitest'
import * as z from 'zod/mini'
import * as product from '../src/product/test-facts.ts'
import { signInConfirmed } from '../testing/confirmed.ts'
import { testApi } from '../testing/test.ts'

const api = await testApi()

/** Auth's tables, and their parts of the export where they have a different name. Every other table is the product's. */
const authParts: Record<string, string> = {
  users: 'user',
  passwords: 'password',
  former_passwords: 'formerPasswords',
  totp_apps: 'totpApps',
  passkeys: 'passkeys',
  recovery_codes: 'recoveryCodes',
  identities: 'identities',
  sessions: 'sessions',
  devices: 'devices',
  challenges: 'challenges',
  audit_events: 'activity',
}

const secret = 'it is a secret'
const ownership = 'it is always the user of the export'

/** Columns that an export leaves out, and why. The product's are in product/test-facts.ts. */
const withheld: Record<string, string> = {
  'users.deleted_at': 'a deleted user has no session to export with',
  'passwords.user_id': ownership,
  'passwords.hash': secret,
  'former_passwords.user_id': ownership,
  'former_passwords.hash': secret,
  'totp_apps.user_id': ownership,
  'totp_apps.secret': secret,
  'totp_apps.last_step': 'it is the time of the last use',
  'totp_apps.activated_at': 'an app that is not active is not exported',
  'passkeys.user_id': ownership,
  'passkeys.credential_id': 'it only identifies the passkey to a browser',
  'passkeys.public_key': 'it only verifies the passkey',
  'passkeys.rp_id': 'it is the same for all',
  'passkeys.counter': 'it only detects a copy',
  'passkeys.aaguid': 'the name says it, unless the person chose another',
  'passkeys.transports': 'they only help the browser to find the passkey',
  'passkeys.is_syncable': 'the passkey says so itself at each use',
  'passkeys.is_synced': 'it is exported as `synced`',
  'passkeys.user_verified': 'it is exported as a part of `signsInAlone`',
  'passkeys.is_discoverable': 'it is exported as a part of `signsInAlone`',
  'recovery_codes.user_id': ownership,
  'recovery_codes.code_hash': secret,
  'devices.user_id': ownership,
  'devices.token_hash': secret,
  'sessions.user_id': ownership,
  'sessions.token_hash': secret,
  'identities.user_id': ownership,
  'sessions.identity_id': '`identities` has when it was last used',
  'sessions.provider_session': 'it only tells which sign-out at the provider ends the session',
  'sessions.confirmed_by': '`methods` has the same, and `confirmedAt` says when',
  'challenges.id': 'it only identifies the row',
  'challenges.user_id': ownership,
  'challenges.secret_hash': secret,
  'challenges.code_hash': secret,
  'challenges.code_expires_at': 'it belongs to a code that is not exported',
  'challenges.browser_hash': secret,
  'challenges.payload': 'it may hold a hash; the rest is exported as `name` and `notice`',
  'audit_events.user_id': ownership,
  'audit_events.commitment': secret,
  'audit_events.salt': secret,
  'audit_events.actor_id': 'which admin it was is not about the user; `byAdmin` says that it was one',
  ...product.withheld,
}

/** Every table with data about users: it has a column for the user, or refers to such a table. */
const tables = await api.db.$queryRaw<{ name: string; columns: string[] }[]>`
  with recursive personal (id) as (
    select c.oid from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p') and (c.relname = 'users' or exists (
      select from pg_attribute a where a.attrelid = c.oid and a.attname = 'user_id' and not a.attisdropped))
    union
    select k.conrelid from pg_constraint k join personal on k.confrelid = personal.id where k.contype = 'f'
  )
  select c.relname::text as name, array_agg(a.attname::text order by a.attnum) as columns
  from personal join pg_class c on c.oid = personal.id join pg_attribute a on a.attrelid = c.oid
  where a.attnum > 0 and not a.attisdropped
  group by c.relname order by c.relname`

const camelCase = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())

/** The first row of a part of the export, of a user with a row in each of auth's tables. */
async function firstRow(part: string): Promise<object> {
  const user = await api.createUser()
  await api.db.formerPassword.create({ data: { userId: user.id, hash: 'x', replacedAt: api.clock.now() } })
  const createdAt = api.clock.now()
  const app = { userId: user.id, name: 'Phone', secret: Buffer.from('x'), createdAt, activatedAt: createdAt }
  await api.db.totpApp.create({ data: app })
  const kept = { rpId: 'localhost', counter: 0, aaguid: user.id, isSyncable: false, isSynced: false, createdAt }
  const key = { credentialId: Buffer.from(user.id), publicKey: Buffer.from('x') }
  await api.db.passkey.create({ data: { userId: user.id, name: 'Key', ...key, ...kept } })
  await api.db.recoveryCode.create({ data: { userId: user.id, codeHash: Buffer.from('x'), createdAt } })
  const elsewhere = { provider: 'one', issuer: 'https://one.example.com', subject: user.id }
  await api.db.identity.create({ data: { userId: user.id, ...elsewhere, createdAt } })
  const { caller } = await signInConfirmed(api, user)
  await api.call(changeEmail, { email: 'another@example.com' }, caller)
  const { data } = await api.call(exportUser, {}, caller)
  await api.deliver()
  return [(data as Record<string, unknown>)[part]].flat()[0] ?? {}
}

/** The fields that the contract exports of a product's table. Undefined if it exports none. */
function productFields(table: string): string[] | undefined {
  let schema: unknown = productExport
  for (const part of (product.exportedAs[table] ?? camelCase(table)).split('.')) schema = shapeOf(schema)?.[part]
  const shape = shapeOf(schema)
  return shape && Object.keys(shape)
}

/** The fields of an object, or of the objects in a list. */
function shapeOf(schema: unknown): Record<string, unknown> | undefined {
  if (schema instanceof z.ZodMiniArray) return shapeOf(schema.def.element)
  if (schema instanceof z.ZodMiniNullable || schema instanceof z.ZodMiniOptional) return shapeOf(schema.def.innerType)
  return schema instanceof z.ZodMiniObject ? schema.shape : undefined
}

describe('everything that is stored about a user', () => {
  it('is found in all known tables', () => {
    const names = tables.map(({ name }) => name)
    expect(names).toEqual(
      expect.arrayContaining(['users', 'passwords', 'sessions', 'devices', 'challenges', 'audit_events']),
    )
  })

  it.each(tables)('is in the export, or withheld for a reason: $name', async ({ name, columns }) => {
    const shown = name in authParts ? Object.keys(await firstRow(authParts[name] ?? '')) : productFields(name)
    expect(shown, `no feature exports ${name}`).toBeDefined()
    const missing = columns.filter(column => !shown?.includes(camelCase(column)) && !withheld[`${name}.${column}`])
    expect(missing, `export each, or say in product/test-facts.ts why not`).toEqual([])
  })

  it('withholds no column that does not exist', () => {
    const there = tables.flatMap(({ name, columns }) => columns.map(column => `${name}.${column}`))
    expect(Object.keys(withheld).filter(column => !there.includes(column))).toEqual([])
  })
})
