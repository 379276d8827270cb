import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { listSessions } from '@latchkey/contracts/auth/devices'
import { currentSession } from '@latchkey/contracts/auth/sessions'
import { unprivileged } from '../../second-postgres/programs.ts'
import { openClient } from '../client.ts'
import { startDebianPostgres } from '../debian-postgres.ts'
import { type Fault, type Outcome, type Scenery, timeUntil, timeUntilChange, underLoad } from '../scene.ts'
import { smallDisk } from '../small-disk.ts'

const backWithinMs = 5_000
/** A fresh database takes about 40 MiB, and people add little. */
const dataMebibytes = 160
/** Four segments of the write-ahead log. */
const walMebibytes = 64
const serverLogMebibytes = 16
/** The last page of each file is on the disk already. */
const pageBytes = 4096
/** So many refused changes show that the disk was full for people. */
const wantedRefusals = 5

type Options = Parameters<Fault['run']>[0]

export const disks: readonly Fault[] = [
  {
    id: 'fault-disk-full',
    name: 'Disk of the database full',
    injected:
      "Postgres' data on a disk of its own (a small tmpfs), filled to the last byte under load until changes were refused, then freed",
    holds: 'each server answers reads, and is not ready; changes get 503 or succeed; back within 5 s of the space',
    run: fillDataDisk,
  },
  {
    id: 'fault-log-disk-full',
    name: 'Disk of the write-ahead log full',
    injected:
      "Postgres' write-ahead log on a disk of its own, filled under load until Postgres ended itself; then freed, and Postgres started",
    holds: 'requests get 503 meanwhile, nothing acknowledged is lost, back within 5 s of the database',
    run: fillWalDisk,
  },
  {
    id: 'fault-server-log-disk-full',
    name: "Disk of the servers' logs full",
    injected: 'the logs of three servers on a disk of its own, filled under load, then freed',
    holds: 'no request fails, no server ends, the logs go on afterwards',
    run: fillServerLogDisk,
  },
]

async function fillDataDisk(options: Options): Promise<Outcome> {
  const disk = await smallDisk(dataMebibytes, unprivileged)
  const on = () => startDebianPostgres({ dataFolder: disk.folder })
  try {
    return await underLoad(options, { on }, async scenery => {
      const { cluster, load, must } = scenery
      const { token } = await load.addIdlePerson()
      disk.fill()
      const ms = await timeUntil(() => load.measured.failures() >= wantedRefusals)
      must(Number.isFinite(ms), 'no change was refused while the disk was full')
      for (const server of cluster.servers) {
        must((await server.health('ready')) === 503, 'a server was ready while the disk was full')
        // Not through the proxy, which has no server for calls while none is ready.
        const client = openClient(server.address)
        for (const endpoint of [currentSession, listSessions]) {
          const { status } = await client.call(endpoint, {}, token)
          must(status === 200, `${endpoint.path} got ${status} while the disk was full`)
        }
        client.close()
      }
      const refused = expectRefusals(scenery)
      await disk.free()
      const backMs = await timeUntilChange(load)
      must(backMs <= backWithinMs, `the first changes came ${Math.round(backMs)} ms after the space`)
      return { note: `${refused} changes refused` }
    })
  } finally {
    await disk.remove()
  }
}

/** All that failed got 503, of a server or of the proxy: neither silence nor an error of ours. Returns how many. */
function expectRefusals({ load, must }: Scenery): number {
  const others = Object.entries(load.measured.kinds()).filter(([kind]) => !/ 503( unavailable)?$/.test(kind))
  must(others.length === 0, `requests got another answer than 503: ${JSON.stringify(others)}`)
  return load.measured.failures()
}

async function fillWalDisk(options: Options): Promise<Outcome> {
  const disk = await smallDisk(walMebibytes, unprivileged)
  let postgres: Awaited<ReturnType<typeof startDebianPostgres>> | undefined
  const on = async () => {
    postgres = await startDebianPostgres({ logFolder: disk.folder })
    return postgres
  }
  try {
    return await underLoad(options, { on }, async scenery => {
      const { cluster, load, must } = scenery
      disk.fill()
      // Each call begins another segment.
      const ended = () =>
        cluster.postgres.sql('select pg_switch_wal()').then(
          () => false,
          () => true,
        )
      must(Number.isFinite(await timeUntil(ended)), 'Postgres went on without space for its log')
      const isDown = async () => !(await postgres?.isRunning())
      must(Number.isFinite(await timeUntil(isDown)), 'Postgres did not end')
      await timeUntil(() => load.measured.failures() >= wantedRefusals)
      const refused = expectRefusals(scenery)
      await disk.free()
      await cluster.postgres.start()
      const ms = await timeUntilChange(load)
      must(ms <= backWithinMs, `the first changes came ${Math.round(ms)} ms after the database`)
      return { note: `${refused} requests refused` }
    })
  } finally {
    await disk.remove()
  }
}

async function fillServerLogDisk(options: Options): Promise<Outcome> {
  const disk = await smallDisk(serverLogMebibytes)
  const bytes = () =>
    readdirSync(disk.folder)
      .filter(name => name.endsWith('.log'))
      .reduce((sum, name) => sum + statSync(path.join(disk.folder, name)).size, 0)
  try {
    const wanted = { logFolder: disk.folder, settings: { LOG_LEVEL: 'info' } }
    return await underLoad(options, wanted, async ({ cluster, load, must }) => {
      disk.fill()
      const before = bytes()
      await load.untilChanges(options.isShort ? 20 : 200)
      must(bytes() - before < cluster.servers.length * pageBytes, 'the logs grew while their disk was full')
      await disk.free()
      await load.untilChanges(options.isShort ? 20 : 60)
      must(bytes() > before, 'the logs did not go on')
      const failures = load.measured.failures()
      must(failures === 0, `${failures} requests failed: ${JSON.stringify(load.measured.kinds())}`)
      must(
        cluster.servers.every(server => server.isRunning()),
        'a server ended',
      )
      return undefined
    })
  } finally {
    await disk.remove()
  }
}
