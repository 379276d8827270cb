import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { keptInDataDir } from './open-deps.ts'
import { readSettings } from './platform/settings/settings.ts'

async function settings() {
  const DATA_DIR = await mkdtemp(path.join(tmpdir(), 'latchkey-kept-'))
  onTestFinished(() => rm(DATA_DIR, { recursive: true }))
  return readSettings({ DATA_DIR })
}
const secret = () => crypto.randomUUID()

describe('keptInDataDir', () => {
  it('creates one value for many callers at once, readable by its owner only', async () => {
    const kept = await settings()
    const values = await Promise.all(Array.from({ length: 16 }, () => keptInDataDir(kept, 'app-secret', secret)))
    expect(new Set(values).size).toBe(1)
    expect((await stat(path.join(kept.dataDir, 'app-secret'))).mode & 0o777).toBe(0o600)
  })

  it('refuses an emptied file: anyone could compute the keys', async () => {
    const kept = await settings()
    await mkdir(kept.dataDir, { recursive: true })
    await writeFile(path.join(kept.dataDir, 'app-secret'), '')
    await expect(keptInDataDir(kept, 'app-secret', secret)).rejects.toThrow('no longer holds a secret')
  })
})
