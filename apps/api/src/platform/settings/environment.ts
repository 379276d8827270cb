import { existsSync } from 'node:fs'
import path from 'node:path'
import { readSettings, type Settings } from './settings.ts'

const environmentFile = path.resolve(import.meta.dirname, '../../../../../.env')

/**
 * The settings of this process, from its environment and then from `.env`. For `main` and `cli` only; tests never load `.env`.
 * @throws {SettingsError} naming all bad variables at once
 */
export const loadSettings = (): Settings => readSettings(loadEnvironment())

/** The environment of this process, and what only `.env` says. */
export function loadEnvironment(): NodeJS.ProcessEnv {
  if (existsSync(environmentFile)) process.loadEnvFile(environmentFile)
  return process.env
}
