import { execFile } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { promisify } from 'node:util'

/** The user that a server process runs as; `undefined` is the one that we are. */
export type PlatformUser = { uid: number; gid: number } | undefined

/** On macOS the number of `nobody` is negative, which Node takes for no user: there it is `daemon`. */
const NOBODY = process.platform === 'darwin' ? { uid: 1, gid: 1 } : { uid: 65_534, gid: 65_534 }

const isRoot = () => process.getuid?.() === 0

/** Postgres refuses to run as root. Then it is the owner of its data who runs it, or `nobody` where there is none yet. */
export async function chooseUser(directory: string): Promise<PlatformUser> {
  if (!isRoot()) return undefined
  const owner = await stat(directory).catch(() => undefined)
  return owner && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : NOBODY
}

/** Whether the user gets at a file or directory in this way, asked by trying: modes do not tell about ACLs and mounts. */
export async function canReach(user: PlatformUser, how: '-r' | '-x', path: string): Promise<boolean> {
  if (!user) return true
  return promisify(execFile)('test', [how, path], { ...user, cwd: '/' }).then(
    () => true,
    () => false,
  )
}
