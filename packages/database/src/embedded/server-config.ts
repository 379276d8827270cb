import { randomBytes, randomUUID } from 'node:crypto'
import { readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { canReach, chooseUser, type PlatformUser } from './platform-user.ts'
import { chooseFreePort } from './port.ts'
import { makeSystemDirectory } from './system-directory.ts'

/** Chosen once for a data directory and stored there, so that every process finds the same server. */
interface Settings {
  /** The directory of Postgres' files. It is relative to the data directory if it can be inside it. */
  home: string
  port: number
  password: string
}

/** The server of a data directory: its stored settings, with absolute paths and the user that runs it. */
export interface ServerConfig extends Settings {
  dataDir: string
  user: PlatformUser
}

/**
 * Reads the settings of the directory's server, or creates and stores them. Call it under the lock. Throws if there is a
 * database without its settings.
 */
export async function ensureServerConfig(dataDir: string): Promise<ServerConfig> {
  return (await readServerConfig(dataDir)) ?? configOf(dataDir, await makeSettings(dataDir))
}

/** Reads the settings of the directory's server, if it has one. */
export async function readServerConfig(dataDir: string): Promise<ServerConfig | undefined> {
  const settings = await readSettings(dataDir)
  return settings && configOf(dataDir, settings)
}

async function configOf(dataDir: string, settings: Settings): Promise<ServerConfig> {
  const home = resolve(dataDir, settings.home)
  return { ...settings, home, dataDir, user: await chooseUser(home) }
}

/** Chooses another free port and stores it. Throws if the settings file is missing. */
export async function moveToFreePort(config: ServerConfig): Promise<ServerConfig> {
  const settings = await readSettings(config.dataDir)
  if (!settings) throw new Error(`${settingsFile(config.dataDir)} is missing.`)
  const port = await chooseFreePort()
  await keepSettings(config.dataDir, { ...settings, port })
  return { ...config, port }
}

async function makeSettings(dataDir: string): Promise<Settings> {
  const home = 'postgres'
  if (await stat(join(dataDir, home)).catch(() => undefined)) {
    throw new Error(
      `${settingsFile(dataDir)} is gone, and with it the password of the database in ${join(dataDir, home)}. ` +
        'Restore that file, or delete the database and start again.',
    )
  }
  const isReachable = await canReach(await chooseUser(join(dataDir, home)), '-x', dataDir)
  const settings = {
    home: isReachable ? home : join(await makeSystemDirectory(), randomUUID()),
    port: await chooseFreePort(),
    password: randomBytes(24).toString('base64url'),
  }
  await keepSettings(dataDir, settings)
  return settings
}

export const settingsFile = (dataDir: string) => join(dataDir, 'postgres.json')

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
