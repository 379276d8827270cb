import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { currentSession } from '@latchkey/contracts/auth/sessions'
import type { Attack, Outcome } from './attack.ts'
import { run } from './program.ts'
import { asHeaders, type Target } from './target.ts'

/** Headers and bodies have ten seconds. */
const attackSeconds = 25
/** A short answer is soon with the kernel, which hands it out; then the connection has as long as any that is kept for a next request. */
const readingSeconds = 100
const connections = 1000
const everyMs = 100
/** At its end it closes all connections by itself. */
const closingMs = 3000
/** What a person would not wait for. */
const patienceMs = 2000
const assets = path.resolve(import.meta.dirname, '../../apps/web/dist/assets')

/** Connections that send headers, bodies or nothing at all as slowly as they can, while somebody else goes on working. */
export const slowhttptest: Attack = {
  name: 'slowhttptest',
  limits: 'default',
  program: { command: 'slowhttptest', package: 'slowhttptest', version: ['-h'] },
  explained: {},
  async run(target, folder) {
    const script = (await readdir(assets)).find(name => name.startsWith('index') && name.endsWith('.js'))
    const ways: Way[] = [
      { name: 'slow headers', args: ['-H', '-u', target.url], seconds: attackSeconds },
      {
        name: 'slow bodies',
        args: ['-B', '-u', `${target.url}/api/sessions/sign_in`, '-f', 'application/json'],
        seconds: attackSeconds,
      },
      {
        name: 'slow reading',
        args: ['-X', '-k', '5', '-u', `${target.url}/assets/${script}`],
        seconds: readingSeconds,
      },
    ]
    const outcomes: Outcome[] = []
    for (const way of ways)
      outcomes.push(await hold(target, way, path.join(folder, `${way.name.replace(' ', '-')}.log`)))
    return {
      requests: connections * ways.length,
      findings: outcomes.flatMap(({ findings }) => findings),
      notes: outcomes.flatMap(({ notes = [] }) => notes),
    }
  },
}

interface Way {
  name: string
  args: string[]
  /** Each of its connections must be cut off before. */
  seconds: number
}

async function hold(target: Target, { name, args, seconds }: Way, log: string): Promise<Outcome> {
  // It has no option for a header, and puts this one where it is told, line ends included.
  const accept = ['*/*', ...asHeaders(target.fromProxy)].join('\r\n')
  const shape = ['-c', String(connections), '-r', '300', '-i', '2', '-l', String(seconds), '-m', accept]
  let isOver = false
  const attack = run('slowhttptest', [...args, ...shape], { seconds: seconds + 10, log }).finally(() => {
    isOver = true
  })
  const start = performance.now()
  const waits: number[] = []
  const failures = new Set<string>()
  let held = 0
  let most = 0
  let lastHeldMs = 0
  while (!isOver) {
    const begin = performance.now()
    const status = await ask(target)
    waits.push(performance.now() - begin)
    if (status !== '200') failures.add(status)
    if (begin < start + seconds * 1000 - closingMs) {
      held = await connectionsOf(target)
      most = Math.max(most, held)
      if (held > connections / 100) lastHeldMs = begin - start
    }
    await pause(everyMs)
  }
  const { output } = await attack
  if (output.includes('No open connections left')) held = 0
  waits.sort((a, b) => a - b)
  const at = (share: number) => Math.round(waits[Math.floor((waits.length - 1) * share)] ?? 0)
  const findings = [...failures].map(status => `${name}: somebody else got ${status}`)
  if (at(1) > patienceMs) findings.push(`${name}: somebody else waited ${at(1)} ms`)
  if (most < connections / 2) findings.push(`${name}: only ${most} connections were open at once`)
  if (held > connections / 100) findings.push(`${name}: ${held} connections were not cut off`)
  return {
    findings,
    notes: [
      `${name}: ${waits.length} calls of somebody else, median ${at(0.5)} ms, longest ${at(1)} ms; ${most} slow connections at once, the last cut off after ${Math.round(lastHeldMs / 1000)} s`,
    ],
  }
}

/** One call on a connection of its own, as of somebody who has just come. */
async function ask(target: Target): Promise<string> {
  try {
    const headers = { ...target.bearer, connection: 'close' }
    const answer = await fetch(target.url + currentSession.path, { headers, signal: AbortSignal.timeout(10_000) })
    await answer.arrayBuffer()
    return String(answer.status)
  } catch (error) {
    return String((error as Error).name)
  }
}

/** How many the server has open, as the kernel sees it: the tool counts those too that are closed, for as long as it has not read that. */
async function connectionsOf({ port }: Target): Promise<number> {
  const local = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  const rows = (await readFile('/proc/net/tcp', 'utf8')).split('\n').map(row => row.trim().split(/\s+/))
  return rows.filter(([, address, , state]) => address?.endsWith(local) && state === established).length
}

const established = '01'
