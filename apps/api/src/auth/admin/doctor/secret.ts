import { createHash } from 'node:crypto'
import { deriveKeyring } from '../../../platform/crypto/keys.ts'
import type { Settings } from '../../../platform/settings/settings.ts'
import { type Finding, warning } from './finding.ts'

const fingerprintLength = 16

/**
 * Tells one secret from another without showing it: 64 bits of a hash of a derived key, as 16 hexadecimal digits. A secret of 256 random
 * bits cannot be found from it.
 */
export function fingerprintOf(secret: string): string {
  const [key] = deriveKeyring([secret])('fingerprint')
  return createHash('sha256')
    .update(key?.export() ?? '')
    .digest('hex')
    .slice(0, fingerprintLength)
}

/** Whether an operator says that the secret which signs has a backup. */
export function examineSecret({ production, appSecrets, appSecretBackup }: Settings): Finding[] {
  const [signing] = appSecrets ?? []
  if (!production || signing === undefined || appSecretBackup === fingerprintOf(signing)) return []
  const seen = appSecretBackup === undefined ? 'it is not set' : 'it is of another secret than the first of APP_SECRET'
  return [
    warning(
      'secret-backup',
      `APP_SECRET_BACKUP: ${seen}, so maybe no backup has the secret. Without it, authenticator apps and recovery codes are lost. Run "pnpm latchkey secret fingerprint" with the secret from your backup, and write what it prints.`,
    ),
  ]
}
