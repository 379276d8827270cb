import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { testApi } from '../../../testing/test.ts'
import { ensureDemoUser } from './demo-user.ts'

const api = await testApi()
const dataDir = await mkdtemp(path.join(tmpdir(), 'latchkey-demo-'))
afterAll(() => rm(dataDir, { recursive: true }))
const ensure = (settings: { production?: boolean; databaseUrl?: string }) =>
  ensureDemoUser({ ...api.deps, settings: { ...api.deps.settings, dataDir, ...settings } })

describe('the demo user', () => {
  it('does not exist in production, with any database, or in an external database', async () => {
    expect(await ensure({ production: true })).toBeNull()
    expect(await ensure({ production: true, databaseUrl: 'postgres://localhost/latchkey' })).toBeNull()
    expect(await ensure({ databaseUrl: 'postgres://localhost/latchkey' })).toBeNull()
    expect(await api.db.user.count()).toBe(0)
  })

  it('exists once elsewhere, with a random password, and is created again after a deletion', async () => {
    const demo = await ensure({})
    expect(demo?.password).toMatch(/^[\w-]{16}$/)
    expect(await ensure({})).toEqual(demo)
    expect(await api.db.user.count()).toBe(1)
    await api.db.user.deleteMany()
    expect(await ensure({})).toEqual(demo)
    expect(await api.db.user.count()).toBe(1)
  })
})
