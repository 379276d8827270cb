import { createHash, createHmac, type KeyObject, timingSafeEqual } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import * as z from 'zod/mini'
import type { Keyring } from '../../../platform/crypto/keys.ts'
import { CommandError } from '../commands/terminal.ts'

const Hex = z.string().check(z.regex(/^[\da-f]{64}$/))

/** What a backup holds, in a file beside it that ends in `.json`. Nothing in it is secret. */
export const Manifest = z.object({
  createdAt: z.iso.datetime(),
  /** The newest migration of the database. */
  migration: z.string(),
  /** The head of the audit log, as `latchkey audit verify --head` takes it. Null if nothing was sealed yet. */
  head: z.nullable(z.string().check(z.regex(/^\d{1,18}:[\da-f]{64}$/))),
  /** The fingerprint of the secret that signed then. Without that secret, authenticator apps and recovery codes are lost. */
  secret: z.string(),
  /** Of the file itself. */
  sha256: Hex,
  /** Shows that who knows APP_SECRET wrote all of the above: a dump is a script that the owner of the database runs. */
  mac: Hex,
})
export type Manifest = z.output<typeof Manifest>

export const manifestOf = (file: string): string => `${file}.json`

/** Signs a manifest with the current secret. */
export const signManifest = (keys: Keyring, unsigned: Omit<Manifest, 'mac'>): Manifest => ({
  ...unsigned,
  mac: macOf(keys('backup')[0], unsigned).toString('hex'),
})

/**
 * The manifest of a backup that one of our secrets signed.
 * @throws {CommandError} if it is missing or of another secret, or the backup is not the file that was written
 */
export async function readManifest(keys: Keyring, file: string): Promise<Manifest> {
  const text = await readFile(manifestOf(file), 'utf8').catch(() => {
    throw new CommandError(`${manifestOf(file)} cannot be read. A backup is two files: copy both.`)
  })
  const manifest = Manifest.safeParse(parsed(text))
  if (!manifest.success) throw new CommandError(`${manifestOf(file)} is not the manifest of a backup.`)
  const { mac, ...unsigned } = manifest.data
  if (!keys('backup').some(key => timingSafeEqual(macOf(key, unsigned), Buffer.from(mac, 'hex'))))
    throw new CommandError(
      'APP_SECRET does not contain the secret of this backup, or somebody changed its manifest. Without that secret, authenticator ' +
        `apps and recovery codes are lost. Add it at the end, after a comma. Its fingerprint was ${unsigned.secret}.`,
    )
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash).catch(error => {
    throw new CommandError(`${file} cannot be read: ${error.message}.`)
  })
  if (hash.digest('hex') !== unsigned.sha256)
    throw new CommandError(`${file} is not what was written: its hash differs. Take another copy.`)
  return manifest.data
}

function macOf(
  key: KeyObject | undefined,
  { createdAt, migration, head, secret, sha256 }: Omit<Manifest, 'mac'>,
): Buffer {
  if (!key) throw new Error('There is no key to sign a backup with.')
  return createHmac('sha256', key)
    .update(JSON.stringify([createdAt, migration, head, secret, sha256]))
    .digest()
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
