import { randomBytes, randomUUID } from 'node:crypto'
import { readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { canReach, chooseUser, type PlatformUser } from './platform-user.ts'
import { chooseFreePort } from './port.ts'
import { makeSystemDirectory } from './system-directory.ts'

/** What is decided once for a data directory, so that every process finds the same server. */
interface Settings {
  /** Where Postgres keeps its files; relative to the data directory if it can lie there. */
  home: string
  port: number
  password: string
}

/** A data directory's server: its settings, and what follows from them on this machine. */
export interface Place extends Settings {
  dataDir: string
  user: PlatformUser
}

/** Finds the place, or makes and keeps its settings. Call it under the lock. */
export async function findPlace(dataDir: string): Promise<Place> {
  return (await readPlace(dataDir)) ?? placeOf(dataDir, await makeSettings(dataDir))
}

/** The data directory's place, if it has one. */
export async function readPlace(dataDir: string): Promise<Place | undefined> {
  const settings = await readSettings(dataDir)
  return settings && placeOf(dataDir, settings)
}

async function placeOf(dataDir: string, settings: Settings): Promise<Place> {
  const home = resolve(dataDir, settings.home)
  return { ...settings, home, dataDir, user: await chooseUser(home) }
}

/** The place with another port, which is kept. */
export async function moveToFreePort(place: Place): Promise<Place> {
  const settings = await readSettings(place.dataDir)
  if (!settings) throw new Error(`${settingsFile(place.dataDir)} has vanished.`)
  const port = await chooseFreePort()
  await keepSettings(place.dataDir, { ...settings, port })
  return { ...place, port }
}

async function makeSettings(dataDir: string): Promise<Settings> {
  const home = 'postgres'
  if (await stat(join(dataDir, home)).catch(() => undefined)) {
    throw new Error(
      `${settingsFile(dataDir)} is gone, and with it the password of the database in ${join(dataDir, home)}. ` +
        'Restore that file, or delete the database to begin anew.',
    )
  }
  const within = await canReach(await chooseUser(join(dataDir, home)), '-x', dataDir)
  const settings = {
    home: within ? home : join(await makeSystemDirectory(), randomUUID()),
    port: await chooseFreePort(),
    password: randomBytes(24).toString('base64url'),
  }
  await keepSettings(dataDir, settings)
  return settings
}

const settingsFile = (dataDir: string) => join(dataDir, 'postgres.json')

async function readSettings(dataDir: string): Promise<Settings | undefined> {
  try {
    return JSON.parse(await readFile(settingsFile(dataDir), 'utf8'))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

async function keepSettings(dataDir: string, settings: Settings): Promise<void> {
  const file = settingsFile(dataDir)
  await writeFile(`${file}.new`, `${JSON.stringify(settings, null, 2)}\n`, { mode: 0o600 })
  await rename(`${file}.new`, file)
}
