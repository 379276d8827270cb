import { connectForTest } from '@latchkey/database/testing'
import { expect, it, onTestFinished } from 'vitest'
import { check } from './check.ts'
import { startCluster } from './cluster.ts'
import { faults } from './list.ts'
import { startLoad } from './load.ts'
import { reliability } from './report.ts'

it('a kill and a failover under load lose nothing that was acknowledged, and the checker finds what is lost by hand', async () => {
  const cluster = await startCluster({ servers: 2, standby: true, proxy: false })
  onTestFinished(cluster.stop)
  const { pair, servers, postgres } = cluster
  const [server] = servers
  if (pair === undefined || server === undefined) throw new Error('The cluster is not whole.')
  const load = startLoad(cluster, 4)
  await load.untilChanges(15)
  await server.end('SIGKILL')
  await server.start()
  await load.untilChanges(5)
  await postgres.stop('immediate')
  await pair.standby.promote()
  // Some person has done everything.
  const hasDoneAll = () => load.ledger.people.find(({ hasApp, usedCodes }) => hasApp === 'yes' && usedCodes.length > 1)
  while (hasDoneAll() === undefined) await load.untilChanges(1)
  await load.stop()

  const { facts, lost } = await check(cluster, load.ledger, pair.standby.url)
  expect(lost).toEqual([])
  expect(facts).toBeGreaterThan(10)

  const database = await connectForTest(pair.standby.url)
  onTestFinished(() => database.end())
  const person = hasDoneAll()
  const found = async (statement: string) => {
    await database.query(statement)
    return (await check(cluster, { people: person ? [person] : [], violations: [] }, pair.standby.url)).lost.join('\n')
  }
  expect(await found('update sessions set revoked_at = null, end_reason = null')).toContain('an ended session')
  expect(await found('delete from totp_apps')).toContain('has 0 apps, not 1')
  expect(await found('delete from sessions')).toContain('a session that lives')
  expect(await found('delete from passwords')).toMatch(/the password of .* got 401[\s\S]*an account without a password/)
})

it('the report names each fault, what was lost, and what was not run', () => {
  const [first] = faults
  const result = {
    facts: 7,
    lost: ['a session'],
    longestOutageMs: 1234,
    date: '2026-01-02',
    command: 'x',
    tookSeconds: 1,
  }
  const text = reliability({ [first?.id ?? '']: result })
  for (const { name } of faults) expect(text).toContain(`| ${name} |`)
  expect(text).toContain('| 7 | 1 | 1.2 s | 2026-01-02 |')
  expect(text).toContain(`- ${first?.name}: a session`)
  expect(text.match(/not run yet/g)).toHaveLength(faults.length - 1)
})
