import { changeName } from '@latchkey/contracts/auth/account'
import { check } from './check.ts'
import { openClient } from './client.ts'
import { type Cluster, startCluster, type WantedCluster } from './cluster.ts'
import { missingFacts } from './enough.ts'
import { countFacts, type Facts, type Kind, type Ledger, sumOf } from './ledger.ts'
import { type Load, startLoad } from './load.ts'

/** A row of the fault table. */
export interface Fault {
  /** As in evidence/faults.json. */
  readonly id: string
  readonly name: string
  /** What was done, for docs/reliability.md. */
  readonly injected: string
  /** What had to hold, beside that nothing acknowledged is lost. */
  readonly holds: string
  run(options: FaultOptions): Promise<Outcome>
}

export interface FaultOptions {
  /** How many kills. */
  readonly rounds: number
  /** Repeats the same choices. */
  readonly seed: number
  /** A few seconds in place of a minute. */
  readonly isShort: boolean
}

export interface Outcome {
  /** Acknowledged facts that were checked afterwards. */
  readonly facts: number
  /** How many of each kind, where people were at work. */
  readonly kinds?: Facts
  /** What was acknowledged and lost, or never checked, as sentences. */
  readonly lost: readonly string[]
  /** What did not hold otherwise, such as a time limit. */
  readonly missed?: readonly string[]
  /** The longest time without a successful change. */
  readonly longestOutageMs: number | undefined
  /** What else a reader should know, such as how often. */
  readonly note?: string | undefined
}

export interface Scenery {
  readonly cluster: Cluster
  readonly load: Load
  /** Notes a sentence unless the condition holds. */
  must(condition: boolean, sentence: string): void
}

/** What a fault leaves behind, beside broken sentences. */
interface Injected {
  /** The database that holds the truth now. */
  readonly databaseUrl?: string
  readonly note?: string
  /** What must hold now, in place of all that was acknowledged. The load has stopped then. */
  readonly ledger?: Ledger
  /** False if an operator took passwords away. */
  readonly hasPasswords?: boolean
}

/**
 * Starts a cluster and people who use it, does `inject`, lets people go on, and checks everything that was acknowledged. A row that checked
 * too little fails; `without` names kinds of facts that the fault itself takes away.
 */
export async function underLoad(
  { isShort }: Pick<FaultOptions, 'isShort'>,
  { without = [], ...wanted }: WantedCluster & { without?: readonly Kind[] },
  inject: (scenery: Scenery) => Promise<Injected | undefined>,
): Promise<Outcome> {
  const cluster = await startCluster(wanted)
  // Otherwise Postgres would go on without its starter.
  const stopEarly = () => void cluster.stop().finally(() => process.exit(1))
  for (const signal of signals) process.once(signal, stopEarly)
  try {
    const load = startLoad(cluster)
    const missed: string[] = []
    let found: Awaited<ReturnType<typeof inject>>
    try {
      if (wanted.isStarted !== false) await load.untilChanges(isShort ? 20 : 60)
      load.measured.reset()
      const must: Scenery['must'] = (condition, sentence) => {
        if (!condition) missed.push(sentence)
      }
      found = await inject({ cluster, load, must })
      if (found?.ledger === undefined) {
        await load.untilChanges(isShort ? 20 : 60)
        await load.untilEnough({ isShort, without })
      }
    } finally {
      await load.stop()
    }
    const longestOutageMs = load.measured.longestOutageMs()
    const ledger = found?.ledger ?? load.ledger
    const { facts, lost } = await check(cluster, ledger, found?.databaseUrl ?? cluster.postgres.url, {
      hasPasswords: found?.hasPasswords ?? true,
      hasAttempts: !without.includes('failed attempts'),
    })
    const audit = await verifyAudit(cluster, isShort)
    const errors = cluster.servers.flatMap(({ printed }) => printed().match(/.*"statusCode":500.*/g) ?? [])
    return {
      facts: sumOf(facts),
      kinds: facts,
      lost: [
        ...lost,
        ...missingFacts(countFacts(ledger), facts, { isShort, without }),
        ...(audit.isIntact ? [] : [`the audit log is broken: ${audit.said}`]),
      ],
      missed: [...missed, ...errors.map(line => `an answer of 500: ${line}`)],
      longestOutageMs,
      note: [found?.note, audit.said, reasonsOf(cluster)].filter(Boolean).join('; '),
    }
  } finally {
    for (const signal of signals) process.off(signal, stopEarly)
    await cluster.stop()
  }
}

/** Why servers answered 503, most often first, so that a reader can tell a slow machine from a fault. */
function reasonsOf({ servers }: Pick<Cluster, 'servers'>): string {
  const reasons = new Map<string, number>()
  for (const { printed } of servers)
    for (const [, reason = ''] of printed().matchAll(/"reason":"(.*?)[.(:"]/g))
      reasons.set(reason.trim(), (reasons.get(reason.trim()) ?? 0) + 1)
  const most = [...reasons].sort(([, one], [, other]) => other - one).slice(0, 2)
  return most.map(([reason, times]) => `503 ${times} times: ${reason}`).join(', ')
}

const signals = ['SIGINT', 'SIGTERM'] as const

/** Longer than any recovery may take. */
const longestWaitMs = 60_000

/** Sealing happens once a minute. A short run does not wait for it. */
const sealedWithinMs = 180_000
/** Each question starts a process. */
const askedEveryMs = 8_000

/** Verifies the audit log, once every event is sealed. */
async function verifyAudit({ servers: [server] }: Pick<Cluster, 'servers'>, isShort: boolean) {
  if (server === undefined) throw new Error('The cluster has no server.')
  for (const until = performance.now() + sealedWithinMs; ; ) {
    const audit = await server.verifyAudit()
    if (audit.isWhole || isShort) return audit
    if (performance.now() > until) return { isIntact: false, said: 'events stayed without a seal' }
    await new Promise(resolve => setTimeout(resolve, askedEveryMs))
  }
}

/** Waits until the condition holds. Returns how long that took, or infinity if it never did. */
export async function timeUntil(condition: () => boolean | Promise<boolean>): Promise<number> {
  const began = performance.now()
  while (!(await condition())) {
    if (performance.now() - began > longestWaitMs) return Number.POSITIVE_INFINITY
    await new Promise(resolve => setTimeout(resolve, 20))
  }
  return performance.now() - began
}

/** Waits until each server by itself is ready, and a change on it succeeds, by a session that lives. */
export async function timeUntilEachServes({ servers }: Pick<Cluster, 'servers'>, token: string): Promise<number> {
  const each = servers.map(async server => {
    const client = openClient(server.address)
    const change = { name: `Ada ${crypto.randomUUID().slice(0, 8)}` }
    const serves = async () =>
      (await server.health('ready')) === 200 && (await client.call(changeName, change, token)).status === 200
    return timeUntil(serves).finally(client.close)
  })
  return Math.max(...(await Promise.all(each)))
}

/** Waits until a change succeeds that began after now. */
export function timeUntilChange(load: Load): Promise<number> {
  const before = load.measured.changes()
  // The first ones may have been under way.
  return timeUntil(() => load.measured.changes() > before + 8)
}
