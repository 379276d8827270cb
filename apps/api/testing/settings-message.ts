import { readSettings, SettingsError } from '../src/platform/settings/settings.ts'

/** What the person is told who starts a server with this environment: nothing if the settings are right. */
export function settingsMessage(environment: Record<string, string>): string {
  try {
    readSettings(environment)
    return ''
  } catch (error) {
    if (error instanceof SettingsError) return error.message
    throw error
  }
}
