import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import * as z from 'zod/mini'
import { CommandError } from '../commands/terminal.ts'

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
  sha256: z.string().check(z.regex(/^[\da-f]{64}$/)),
})
export type Manifest = z.output<typeof Manifest>

export const manifestOf = (file: string): string => `${file}.json`

/**
 * The manifest of a backup.
 * @throws {CommandError} if it is missing, or the backup is not the file that was written
 */
export async function readManifest(file: string): Promise<Manifest> {
  const text = await readFile(manifestOf(file), 'utf8').catch(() => {
    throw new CommandError(`${manifestOf(file)} cannot be read. A backup is two files: copy both.`)
  })
  const manifest = Manifest.safeParse(parsed(text))
  if (!manifest.success) throw new CommandError(`${manifestOf(file)} is not the manifest of a backup.`)
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash).catch(error => {
    throw new CommandError(`${file} cannot be read: ${error.message}.`)
  })
  if (hash.digest('hex') !== manifest.data.sha256)
    throw new CommandError(`${file} is not what was written: its hash differs. Take another copy.`)
  return manifest.data
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
