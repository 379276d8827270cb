import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, inject, it, onTestFinished } from 'vitest'
import { days } from '../../../../testing/movable-clock.ts'
import { temporaryDataDir } from '../../../../testing/server-process.ts'
import { openTestDeps } from '../../../../testing/test-deps.ts'
import type { Deps } from '../../../deps.ts'
import { recordEvents } from '../service.ts'
import { keepHead, reportGoneHead } from './kept-head.ts'
import { type Memory, sealEvents } from './service.ts'
import { trimEvents } from './trim.ts'

/** A server with its own DATA_DIR, and functions that seal one more event, and that start it and return what it reports. */
async function server() {
  const opened = await openTestDeps(inject('template'))
  onTestFinished(() => opened.close())
  const deps: Deps = { ...opened.deps, settings: { ...opened.deps.settings, dataDir: await temporaryDataDir() } }
  return {
    deps,
    clock: opened.clock,
    async sealOne() {
      const memory: Memory = { head: null }
      await recordEvents(deps, deps.db, [{ kind: 'confirmed' }])
      await sealEvents(deps, memory)
      if (!memory.head) throw new Error('Nothing was sealed.')
      return memory.head
    },
    async reported() {
      const from = opened.logLines.length
      await reportGoneHead(deps)
      return opened.logLines.slice(from)
    },
  }
}

describe('the head that a server keeps in DATA_DIR', () => {
  it('is silent if it is still in the audit log, if there is none, and if it is no head', async () => {
    const { deps, sealOne, reported } = await server()
    expect(await reported()).toEqual([])
    await keepHead(deps.settings, await sealOne())
    await sealOne()
    expect(await reported()).toEqual([])
    await writeFile(path.join(deps.settings.dataDir, 'audit-head'), 'x')
    expect(await reported()).toEqual([])
  })

  it('is reported at the start if a restored backup lacks it, or has another event there', async () => {
    const { deps, sealOne, reported } = await server()
    const head = await sealOne()
    for (const gone of [
      { ...head, seq: head.seq + 1n },
      { ...head, mac: new Uint8Array(32) },
    ]) {
      await keepHead(deps.settings, gone)
      const [line, ...more] = await reported()
      expect(more).toEqual([])
      expect(JSON.parse(line ?? '')).toMatchObject({
        level: 50,
        event: 'audit_head_gone',
        msg: expect.stringContaining('session revoke --all'),
      })
    }
  })

  it('is silent if the event was deleted for its age', async () => {
    const { deps, clock, sealOne, reported } = await server()
    // Triggers refuse to delete younger events, by the database's clock.
    clock.advance(-days(20 * 365))
    await keepHead(deps.settings, await sealOne())
    await sealOne()
    clock.advance(1000)
    expect(await trimEvents(deps, clock.now())).toBe(1)
    expect(await reported()).toEqual([])
  })
})
