import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { currentSession } from '@latchkey/contracts/sessions'
import type { Attack, Outcome } from './attack.ts'
import { run } from './program.ts'
import { asHeaders, type Target } from './target.ts'

/** For each way. */
const attackSeconds = 25
const connections = 1000
const everyMs = 100
/** What a person would not wait for. */
const patienceMs = 2000
const assets = path.resolve(import.meta.dirname, '../../apps/web/dist/assets')

/** Connections that send headers, bodies or nothing at all as slowly as they can, while somebody else goes on working. */
export const slowhttptest: Attack = {
  name: 'slowhttptest',
  limits: 'relaxed',
  program: { command: 'slowhttptest', package: 'slowhttptest', version: ['-h'] },
  explained: {},
  async run(target, folder) {
    const script = (await readdir(assets)).find(name => name.startsWith('index') && name.endsWith('.js'))
    const ways: Way[] = [
      { name: 'slow headers', args: ['-H', '-u', target.url], mustEnd: true },
      {
        name: 'slow bodies',
        args: ['-B', '-u', `${target.url}/api/sessions/sign_in`, '-f', 'application/json'],
        mustEnd: true,
      },
      { name: 'slow reading', args: ['-X', '-k', '5', '-u', `${target.url}/assets/${script}`], mustEnd: false },
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
  /** Whether each of its connections has a time after which it is cut off. */
  mustEnd: boolean
}

async function hold(target: Target, { name, args, mustEnd }: Way, log: string): Promise<Outcome> {
  // It has no option for a header, and puts this one where it is told, line ends included.
  const accept = ['*/*', ...asHeaders(target.fromProxy)].join('\r\n')
  const shape = ['-c', String(connections), '-r', '300', '-i', '2', '-l', String(attackSeconds), '-m', accept]
  let isOver = false
  const attack = run('slowhttptest', [...args, ...shape], { seconds: attackSeconds + 10, log }).finally(() => {
    isOver = true
  })
  const waits: number[] = []
  const failures = new Set<string>()
  while (!isOver) {
    const begin = performance.now()
    const status = await ask(target)
    waits.push(performance.now() - begin)
    if (status !== '200') failures.add(status)
    await pause(everyMs)
  }
  const { output } = await attack
  const last = [...output.matchAll(/^connected:\s+(\d+)/gm)].at(-1)?.[1]
  const held = output.includes('No open connections left') ? 0 : Number(last)
  waits.sort((a, b) => a - b)
  const at = (share: number) => Math.round(waits[Math.floor((waits.length - 1) * share)] ?? 0)
  const findings = [...failures].map(status => `${name}: somebody else got ${status}`)
  if (at(1) > patienceMs) findings.push(`${name}: somebody else waited ${at(1)} ms`)
  if (mustEnd && !(held < connections / 100)) findings.push(`${name}: ${held} connections were not cut off`)
  return {
    findings,
    notes: [
      `${name}: ${waits.length} calls of somebody else, median ${at(0.5)} ms, longest ${at(1)} ms, and ${held} of ${connections} slow connections left at the end`,
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
