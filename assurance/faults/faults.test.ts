import { connectForTest } from '@latchkey/database/testing'
import { expect, it, onTestFinished } from 'vitest'
import { faults as asked } from '../evidence/items.ts'
import { check } from './check.ts'
import { startCluster } from './cluster.ts'
import { missingFacts } from './enough.ts'
import { countFacts, kinds, openLedger, sumOf } from './ledger.ts'
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
  expect(missingFacts(countFacts(load.ledger), facts, { isShort: true })).toEqual([])

  const database = await connectForTest(pair.standby.url)
  onTestFinished(() => database.end())
  const person = hasDoneAll()
  const found = async (statement: string) => {
    await database.query(statement)
    return (await check(cluster, { people: person ? [person] : [], violations: [] }, pair.standby.url)).lost.join('\n')
  }
  expect(await found('update limits set count = 0')).toContain('of 1 failed attempts of')
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
    missed: ['it took 6 s'],
    longestOutageMs: 1234,
    date: '2026-01-02',
    commit: '1a2b3c4d',
    command: 'x',
    tookSeconds: 1,
  }
  const text = reliability({ [first?.id ?? '']: result })
  for (const { name } of faults) expect(text).toContain(`| ${name} |`)
  expect(text).toContain('| 7 | 1 | 1.2 s | 2026-01-02 |')
  expect(text).toContain(`What was lost:\n\n- ${first?.name}: a session\n`)
  expect(text).toContain(`What did not hold otherwise:\n\n- ${first?.name}: it took 6 s\n`)
  expect(text).toContain('Run on 2026-01-02 at commit `1a2b3c4d` by `x`.')
  expect(text.match(/not run yet/g)).toHaveLength(faults.length - 1)
})

it('a row that checked nothing, too little, or less than its ledger holds fails', () => {
  const nothing = countFacts(openLedger())
  expect(sumOf(nothing)).toBe(0)
  expect(missingFacts(nothing, nothing, { isShort: false })).toEqual([
    'only 0 facts were checked, of at least 100',
    ...kinds.map(kind => `no fact of this kind was checked: ${kind}`),
  ])
  expect(missingFacts(nothing, nothing, { isShort: true })).toEqual(['only 0 facts were checked, of at least 10'])
  const held = { ...nothing, 'ended sessions': 40, apps: 80 }
  const without = kinds.filter(kind => held[kind] === 0)
  expect(missingFacts(held, held, { isShort: false, without })).toEqual([])
  expect(missingFacts(held, { ...held, apps: 79 }, { isShort: false, without })).toEqual([
    'of 80 acknowledged apps, 79 were checked',
  ])
})

it('each row is asked for in the evidence, and each fault that is asked for has a row', () => {
  const known = new Set(asked.map(({ id }) => id))
  expect(faults.map(({ id }) => id).filter(id => !known.has(id))).toEqual([])
  const run = new Set(faults.map(({ id }) => id))
  expect(asked.map(({ id }) => id).filter(id => !run.has(id))).toEqual([])
})
