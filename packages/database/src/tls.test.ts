import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { openConnections } from './client.ts'
import { createTestDatabase } from './testing.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  database = await createTestDatabase(inject('template'))
})
afterAll(() => database.drop())

// evidence: V12.3.1
it('nothing is asked of a server that cannot prove itself, where the address says sslmode=verify-full', async () => {
  const address = new URL(database.url)
  address.searchParams.set('sslmode', 'verify-full')
  const { db, prepared, close } = openConnections(address.href)
  const refused = 'does not support SSL'
  await expect(db.$queryRaw`select 1`).rejects.toMatchObject({ message: expect.stringContaining(refused) })
  await expect(prepared({ name: 'one', text: 'select 1' }, [])).rejects.toThrow(refused)
  await close()
})
