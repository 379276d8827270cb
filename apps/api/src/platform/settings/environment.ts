import { existsSync } from 'node:fs'
import path from 'node:path'
import { readSettings, type Settings } from './settings.ts'

const environmentFile = path.resolve(import.meta.dirname, '../../../../../.env')

/**
 * The settings of this process, from its environment and then from `.env`. For `main` and `cli` only; tests never load `.env`.
 * @throws {SettingsError} naming all bad variables at once
 */
export function loadSettings(): Settings {
  if (existsSync(environmentFile)) process.loadEnvFile(environmentFile)
  return readSettings(process.env)
}
