import { randomUUID } from 'node:crypto'
import { describe, expect, inject, test } from 'vitest'
import { openConnections } from './client.ts'
import { connectForTest, createTestDatabase, startTemplate } from './testing.ts'

describe('createTestDatabase', () => {
  test('gives each test a migrated database of its own', async () => {
    const databases = await Promise.all([1, 2, 3].map(() => createTestDatabase(inject('template'))))
    expect(new Set(databases.map(({ url }) => url)).size).toBe(3)
    for (const { url, drop } of databases) {
      const db = openConnections(url).db
      expect(await db.user.count()).toBe(0)
      // The drop works although a client is connected.
      await drop()
      await db.$disconnect()
    }
  })
})

describe('startTemplate', () => {
  test('drops the databases of killed runs, and keeps those of running ones', async () => {
    const template = inject('template')
    const mine = await createTestDatabase(template)
    const orphan = await createTestDatabase({ ...template, run: randomUUID().slice(0, 8) })

    const second = await startTemplate()
    const names = await databaseNames(template.adminUrl)
    expect(second.template.template).toBe(template.template)
    expect(names).toContain(nameIn(mine.url))
    expect(names).not.toContain(nameIn(orphan.url))
    await second.stop()
    await mine.drop()
  })
})

const nameIn = (url: string) => new URL(url).pathname.slice(1)

async function databaseNames(url: string): Promise<string[]> {
  const client = await connectForTest(url)
  const { rows } = await client.query<{ datname: string }>('select datname from pg_database')
  await client.end()
  return rows.map(row => row.datname)
}
