import { stopwatch } from '../../../platform/clock.ts'
import type { Hasher } from '../../../platform/crypto/hasher.ts'
import { error, type Finding, warning } from './finding.ts'

/** What the tests run on. Older ones get no security fixes, or cannot run the sources (docs/decisions/008). */
const oldestNode = 24
/** Below, a stolen table is cheap to guess from. Above, a few sign-ins keep a server busy. */
const hashMs = { shortest: 20, longest: 500 }
const measurements = 3

/** Looks at the version of Node.js, such as `v24.1.0`. */
export function examineNode(version: string): Finding[] {
  const major = Number.parseInt(version.replace(/^v/, ''), 10)
  if (major >= oldestNode) return []
  return [error('node-version', `Node.js is ${version}. Install version ${oldestNode} or newer.`)]
}

/** Measures what a password hash costs on this machine: the quickest of three, since other work only makes it slower. */
export async function examineHashing({ hash }: Pick<Hasher, 'hash'>): Promise<Finding[]> {
  const times: number[] = []
  for (let turn = 0; turn < measurements; turn++) {
    const elapsed = stopwatch()
    await hash('a password to measure with')
    times.push(elapsed())
  }
  const ms = Math.min(...times)
  if (ms >= hashMs.shortest && ms <= hashMs.longest) return []
  // Rounded away from the range, so that the sentence never names a time that is within it.
  const [seen, direction] =
    ms < hashMs.shortest ? [`only ${Math.floor(ms * 10) / 10}`, 'Raise'] : [Math.ceil(ms), 'Lower']
  return [
    warning(
      'hash-time',
      `ARGON2_PASSES, ARGON2_MEMORY_KIB: a password hash takes ${seen} ms here. ${direction} one of them until it takes ${hashMs.shortest} to ${hashMs.longest} ms.`,
    ),
  ]
}
