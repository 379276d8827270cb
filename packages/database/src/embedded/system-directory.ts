import { chmod, mkdir } from 'node:fs/promises'
import { embedded } from '../technical.ts'

/** Makes and returns the place where root keeps what another user must reach. Unlike a temporary one, it stays. */
export async function makeSystemDirectory(): Promise<string> {
  await mkdir(embedded.systemDirectory, { recursive: true })
  // Whatever the umask.
  await chmod(embedded.systemDirectory, 0o755)
  return embedded.systemDirectory
}
