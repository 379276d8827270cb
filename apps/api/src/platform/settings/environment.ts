import { existsSync } from 'node:fs'
import path from 'node:path'
import { readSettings, type Settings } from './settings.ts'

const environmentFile = path.resolve(import.meta.dirname, '../../../../../.env')

/** The settings of this process: what its environment says, then what `.env` adds. For `main` and `cli`; tests never load it. */
export function loadSettings(): Settings {
  if (existsSync(environmentFile)) process.loadEnvFile(environmentFile)
  return readSettings(process.env)
}
