import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { currentSession } from '@latchkey/contracts/auth/sessions'
import type { Attack, Outcome } from './attack.ts'
import { run } from './program.ts'
import { asHeaders, type Target } from './target.ts'

/** The server allows ten seconds for headers and bodies. */
const attackSeconds = 25
/** The kernel takes a short answer at once. Then the connection may stay open as long as any idle one. */
const readingSeconds = 100
const connections = 1000
const everyMs = 100
/** The tool closes all connections itself at its end. */
const closingMs = 3000
/** A person would not wait longer. */
const patienceMs = 2000
const assets = path.resolve(import.meta.dirname, '../../apps/web/dist/assets')

/** Opens connections that send or read as slowly as possible, while another client goes on working. */
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
  /** Each connection must be closed before this time. */
  seconds: number
}

async function hold(target: Target, { name, args, seconds }: Way, log: string): Promise<Outcome> {
  // The tool has no option for headers, but sends the value of `accept` unchanged, with its line ends.
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
  const findings = [...failures].map(status => `${name}: another client got ${status}`)
  if (at(1) > patienceMs) findings.push(`${name}: another client waited ${at(1)} ms`)
  if (most < connections / 2) findings.push(`${name}: only ${most} connections were open at once`)
  if (held > connections / 100) findings.push(`${name}: ${held} connections were not closed`)
  return {
    findings,
    notes: [
      `${name}: ${waits.length} calls of another client, median ${at(0.5)} ms, longest ${at(1)} ms; ${most} slow connections at once, the last closed after ${Math.round(lastHeldMs / 1000)} s`,
    ],
  }
}

/** One call on a new connection, as from a new client. */
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

/** How many connections the server has open, from the kernel. The tool also counts closed ones until it reads the end. */
async function connectionsOf({ port }: Target): Promise<number> {
  const local = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  const rows = (await readFile('/proc/net/tcp', 'utf8')).split('\n').map(row => row.trim().split(/\s+/))
  return rows.filter(([, address, , state]) => address?.endsWith(local) && state === established).length
}

const established = '01'
