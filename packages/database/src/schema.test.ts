import { randomBytes } from 'node:crypto'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { tableNames } from '../testing/table-names.ts'
import { type Database, openConnections } from './client.ts'
import { authorMigration } from './migrations/author.ts'
import { MIGRATIONS_DIRECTORY, readMigrations } from './migrations/files.ts'
import { findSchemaDifference, SCHEMA_DIRECTORY } from './migrations/schema-difference.ts'
import { createTestDatabase } from './testing.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
let db: Database
let directory: string

beforeAll(async () => {
  database = await createTestDatabase(inject('template'))
  db = openConnections(database.url).db
  directory = await mkdtemp(join(tmpdir(), 'schema-'))
})

afterAll(async () => {
  await db.$disconnect()
  await database.drop()
  await rm(directory, { recursive: true })
})

/** The schema with one more column. */
async function writeChangedSchema(): Promise<string> {
  const changed = join(directory, 'schema')
  await cp(SCHEMA_DIRECTORY, changed, { recursive: true })
  const file = join(changed, 'auth.prisma')
  const schema = await readFile(file, 'utf8')
  await writeFile(file, schema.replace('model User {', 'model User {\n  nickname String?'))
  return changed
}

describe('the schema and the migrations', () => {
  test('describe the same tables', async () => {
    expect(await findSchemaDifference(database.url)).toBe('')
  })

  test('differ when one of them changes', async () => {
    const changed = await writeChangedSchema()
    expect(await findSchemaDifference(database.url, changed)).toContain('ADD COLUMN     "nickname" TEXT')
  })
})

describe('each migration', () => {
  test('changes only auth tables or only product tables, so that an update and a team never change the same one', async () => {
    const ofAuth = await tableNames('auth.prisma')
    const changed = /(?:CREATE|ALTER|DROP) TABLE (?:IF EXISTS )?"(\w+)"|INDEX "\w+" ON "(\w+)"/gi
    for (const { name, sql } of await readMigrations()) {
      const tables = [...sql.matchAll(changed)].map(([, table, indexed]) => table ?? indexed ?? '')
      expect(new Set(tables.map(table => ofAuth.includes(table))).size, name).toBeLessThan(2)
    }
  })
})

describe('authorMigration', () => {
  test('writes once what the migrations lack', async () => {
    const migrations = join(directory, 'migrations')
    await cp(MIGRATIONS_DIRECTORY, migrations, { recursive: true })
    const options = { directory: migrations, schemaDirectory: await writeChangedSchema() }

    const file = await authorMigration('add_nickname', options)
    expect(file).toMatch(/\/\d{14}_add_nickname\/migration\.sql$/)
    expect(await readFile(file ?? '', 'utf8')).toContain('ALTER TABLE "users" ADD COLUMN     "nickname" TEXT;')
    expect(await authorMigration('again', options)).toBeUndefined()
  })

  test.each(['AddNickname', 'add-nickname', '../add', '', '1st'])('refuses the name "%s"', async name => {
    await expect(authorMigration(name)).rejects.toThrow('named in snake_case')
  })
})

describe('the tables refuse', () => {
  const now = new Date(0)
  const user = (email: string) => db.user.create({ data: { email, createdAt: now, updatedAt: now } })

  async function session(differences: { delivery?: string; tokenHash?: Uint8Array<ArrayBuffer> }): Promise<void> {
    const { id } = await user(`${crypto.randomUUID()}@example.com`)
    await db.session.create({
      data: {
        ...{ userId: id, tokenHash: Uint8Array.from(randomBytes(32)), delivery: 'cookie', remembered: false },
        ...{ createdAt: now, authenticatedAt: now, lastSeenAt: now, expiresAt: now, ...differences },
      },
    })
  }

  test('an address that is not in lower case', async () => {
    await expect(user('Upper@example.com')).rejects.toThrow('users_email_lower_case')
    await expect(user('ÉTÉ@example.com')).rejects.toThrow('users_email_lower_case')
    await user('été@example.com')
  })

  test('an unknown delivery', async () => {
    await expect(session({ delivery: 'pigeon' })).rejects.toThrow('sessions_delivery_known')
    await session({ delivery: 'bearer' })
  })

  test('a token hash that cannot be SHA-256', async () => {
    await expect(session({ tokenHash: new Uint8Array(31) })).rejects.toThrow('sessions_token_hash_is_sha256')
  })

  test('undefined in place of a value, which would otherwise match any row', async () => {
    await user('somebody@example.com')
    const id = undefined as unknown as string
    await expect(db.user.findFirst({ where: { id } })).rejects.toThrow('undefined')
  })
})
