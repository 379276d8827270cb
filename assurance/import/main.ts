import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { findOldestUnsealed, sealEvents } from '@latchkey/api/auth/audit-log/chain/service'
import { verifyChain } from '@latchkey/api/auth/audit-log/chain/verify'
import { openDeps } from '@latchkey/api/open-deps'
import { readSettings } from '@latchkey/api/platform/settings/settings'
import { createDataDir } from '@latchkey/database/testing-data-dir'
import { runLatchkey } from './latchkey.ts'
import { firebaseSignerKey, kinds, writePeople } from './people.ts'

// Imports 100,000 people (or the number given) from each kind of file, again, and out again; then seals and verifies the audit log.
// Fails where it takes more than a minute, or more memory than a heap of this size gives, or where a number is not what it must be.
const count = Number(process.argv[2] ?? 100_000)
const mostSeconds = (60 * count) / 100_000 + 10
const heapMiB = 192

const folder = await mkdtemp(path.join(tmpdir(), 'latchkey-people-'))
const data = await createDataDir({ mode: 0o700, hasCluster: true })
const environment = { DATA_DIR: data.path, FIREBASE_SIGNER_KEY: firebaseSignerKey }
const parameters = ['--mem-cost', '14', '--rounds', '8', '--salt-separator', 'Bw==']

async function measure(name: string, args: string[], expected: string): Promise<void> {
  const { output, seconds, mostMiB } = await runLatchkey(environment, heapMiB, args)
  const memory = mostMiB === null ? '' : `, ${mostMiB} MiB`
  process.stdout.write(`${name}: ${seconds.toFixed(1)} s, ${Math.round(count / seconds)} people/s${memory}\n`)
  if (!output.includes(expected)) throw new Error(`${name} did not print "${expected}":\n${output}`)
  if (seconds > mostSeconds) throw new Error(`${name} took more than ${mostSeconds} s.`)
}

async function seal(): Promise<void> {
  const { deps, close } = await openDeps(readSettings({ ...environment, NODE_ENV: 'test' }))
  try {
    const began = performance.now()
    // A run ends after 20 seconds; a server begins one each minute.
    let runs = 0
    for (; await findOldestUnsealed(deps); runs++) await sealEvents(deps)
    const seconds = (performance.now() - began) / 1000
    const verdict = await verifyChain(deps)
    process.stdout.write(`sealing ${verdict.proven} events: ${seconds.toFixed(1)} s, ${runs} runs\n`)
    if (verdict.broken || verdict.proven !== count * Object.keys(kinds).length)
      throw new Error(
        `The audit log is not as it should be: ${JSON.stringify(verdict.broken)}, ${verdict.proven} events`,
      )
  } finally {
    await close()
  }
}

try {
  for (const [name, kind] of Object.entries(kinds)) {
    const file = path.join(folder, name)
    await writePeople(file, kind, count)
    const args = ['import', file, '--from', name, ...(name === 'firebase' ? parameters : [])]
    await measure(`${name}, dry run`, [...args, '--dry-run'], `${count} people  would be imported\n`)
    await measure(name, args, `${count} people  imported\n`)
    await measure(`${name}, again`, args, `0 people  imported\n${count} people  imported before`)
  }
  await measure('export', ['export', path.join(folder, 'out'), '--with-hashes'], 'people  exported')
  await seal()
} finally {
  await data.remove()
  await rm(folder, { recursive: true, force: true })
}
