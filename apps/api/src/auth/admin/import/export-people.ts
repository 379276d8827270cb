import type { FileHandle } from 'node:fs/promises'
import type { User } from '@latchkey/database/models'
import type { Deps } from '../../../deps.ts'
import { findAllUsers } from '../../account/users.ts'
import { findUsableHashes } from '../../passwords/service.ts'
import type { OwnRow } from './formats/own.ts'

const batchSize = 500

/**
 * Writes all people in Latchkey's own format, oldest first, except those who deleted their account. Returns how many. With `withHashes`
 * also the hash of each password that works for everybody: one that was reported, or that strangers guessed at, stays here.
 */
export async function exportPeople(
  deps: Deps,
  file: FileHandle,
  { withHashes }: { withHashes: boolean },
): Promise<number> {
  let count = 0
  let batch: ReturnType<typeof entryOf>[] = []
  async function write() {
    const ids = batch.map(({ id }) => id)
    const hashes = withHashes ? await findUsableHashes(deps, ids) : new Map<string, string>()
    await file.appendFile(
      batch.map(({ id, row }) => `${JSON.stringify({ ...row, ...hashOf(hashes.get(id)) })}\n`).join(''),
    )
    count += batch.length
    batch = []
  }
  for await (const user of findAllUsers(deps)) {
    if (user.deletedAt !== null) continue
    batch.push(entryOf(user))
    if (batch.length === batchSize) await write()
  }
  await write()
  return count
}

const entryOf = ({ id, email, name, language, createdAt, disabledAt }: User) => ({
  id,
  row: {
    email,
    // An account without a proven address has no password, so no one gains by this.
    emailVerified: true,
    name,
    language,
    createdAt: createdAt.toISOString(),
    disabled: disabledAt !== null,
  } satisfies OwnRow,
})

const hashOf = (passwordHash: string | undefined) => (passwordHash === undefined ? {} : { passwordHash })
