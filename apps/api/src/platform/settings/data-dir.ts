import { constants } from 'node:fs'
import { access, mkdir } from 'node:fs/promises'
import { SettingsError } from './settings.ts'

/** As root, the embedded Postgres runs as another user, who must be able to pass through. The secrets in the folder are files of 0600. */
const folderMode = process.getuid?.() === 0 ? 0o711 : 0o700

/**
 * Makes sure that files can be kept in this folder, and creates it if needed.
 * @throws {SettingsError} if this process may not write there
 */
export async function requireDataDir(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true, mode: folderMode })
    await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new SettingsError(
      `DATA_DIR leads to ${dataDir}, which is no folder that this user may write to (${code}). Write another one, or give it to the user. ` +
        'With DATABASE_URL, APP_SECRET and SMTP_URL, as in production, none is needed.',
    )
  }
}
