import { chmod, mkdir } from 'node:fs/promises'

const SYSTEM_DIRECTORY = '/var/lib/latchkey'

/** Makes and returns the place where root keeps what another user must reach. Unlike a temporary one, it stays. */
export async function makeSystemDirectory(): Promise<string> {
  await mkdir(SYSTEM_DIRECTORY, { recursive: true })
  // Whatever the umask.
  await chmod(SYSTEM_DIRECTORY, 0o755)
  return SYSTEM_DIRECTORY
}
