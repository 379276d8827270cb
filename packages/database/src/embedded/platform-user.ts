import { execFile } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { promisify } from 'node:util'
import { serverEnvironment } from './environment.ts'

/** The user that a server process runs as. `undefined` is the current user. */
export type PlatformUser = { uid: number; gid: number } | undefined

/** The user id 65534 has no rights. On macOS that user's id is negative, which Node refuses, so `daemon` is used there. */
const UNPRIVILEGED_USER = process.platform === 'darwin' ? { uid: 1, gid: 1 } : { uid: 65_534, gid: 65_534 }

const isRoot = () => process.getuid?.() === 0

/** Chooses the user that runs Postgres, which refuses to run as root. Root uses the owner of the data, or a user without rights. */
export async function chooseUser(directory: string): Promise<PlatformUser> {
  if (!isRoot()) return undefined
  const owner = await stat(directory).catch(() => undefined)
  return owner && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : UNPRIVILEGED_USER
}

/** Whether the user has this access to a path. It is tried, because file modes do not show ACLs and mounts. */
export async function canReach(user: PlatformUser, how: '-r' | '-x', path: string): Promise<boolean> {
  if (!user) return true
  return promisify(execFile)('test', [how, path], { ...user, cwd: '/', env: serverEnvironment() }).then(
    () => true,
    () => false,
  )
}
