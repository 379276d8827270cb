import { chmod, mkdir } from 'node:fs/promises'
import { embedded } from '../technical.ts'

/** Creates and returns root's directory for files that another user must reach. Unlike a temporary one, it stays. */
export async function makeSystemDirectory(): Promise<string> {
  await mkdir(embedded.systemDirectory, { recursive: true })
  // The umask may have restricted the mode.
  await chmod(embedded.systemDirectory, 0o755)
  return embedded.systemDirectory
}
