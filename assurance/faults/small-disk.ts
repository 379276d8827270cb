import { execFile } from 'node:child_process'
import { closeSync, openSync, writeSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const chunkBytes = [1024 * 1024, 4096, 1]

/** A disk of this size, kept in memory. Throws a sentence unless root may mount one. */
export async function smallDisk(mebibytes: number, owner: { uid?: number; gid?: number } = {}) {
  const folder = await mkdtemp(path.join(tmpdir(), 'latchkey-disk-'))
  const { uid = 0, gid = 0 } = owner
  const options = `size=${mebibytes}m,mode=0755,uid=${uid},gid=${gid}`
  await run('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]).catch(error => {
    throw new Error(`No small disk can be made here: run this row as root, where it may mount one. ${error.stderr}`)
  })
  const filler = path.join(folder, 'filler')
  return {
    folder,
    /** Takes every byte that is left. */
    fill() {
      const file = openSync(filler, 'a')
      for (const bytes of chunkBytes) while (hasRoom(file, Buffer.alloc(bytes)));
      closeSync(file)
    },
    /** Gives back what `fill` took. */
    free: () => rm(filler),
    async remove() {
      await run('umount', ['--lazy', folder])
      await rm(folder, { recursive: true })
    },
  }
}

function hasRoom(file: number, bytes: Buffer): boolean {
  try {
    return writeSync(file, bytes) > 0
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return false
    throw error
  }
}
