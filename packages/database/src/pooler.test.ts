import { Client } from 'pg'
import { expect, it } from 'vitest'
import { type ServerLimits, UnsuitableDatabaseError } from './connection-settings.ts'
import { checkPooler } from './pooler.ts'

const limits: ServerLimits = { lockMs: 1_000, statementMs: 2_000, idleInTransactionMs: 3_000 }

/** Clients that share one connection, as behind a pooler that does not know prepared statements. */
function sharing() {
  const prepared = new Set<string>()
  return class extends Client {
    readonly mine = new Set<string>()
    override connect = (async () => this) as never
    override end = (async () => {}) as never
    override query = (async ({ name }: { name: string }) => {
      if (!this.mine.has(name) && prepared.has(name))
        throw Object.assign(new Error(`prepared statement "${name}" already exists`), { code: '42P05' })
      prepared.add(name)
      this.mine.add(name)
      return { rows: [] }
    }) as never
  }
}

it('a pooler that mixes up prepared statements is refused, by a sentence that says what to do', async () => {
  const checking = checkPooler({ Client: sharing(), connectTimeoutMs: 1_000 }, limits)
  await expect(checking).rejects.toBeInstanceOf(UnsuitableDatabaseError)
  await expect(checking).rejects.toThrow('max_prepared_statements = 600')
})
