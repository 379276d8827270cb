import { globSync } from 'node:fs'
import { chmod, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** For programs of one thread, such as Postgres, and of several, such as Node. */
type Library = 'libfaketime.so.1' | 'libfaketimeMT.so.1'

/**
 * A clock that processes started with `environment` believe, and that can be set while they run. Their monotonic clock stays right, as it
 * does when an operator sets the clock of a machine. Throws a sentence that says what to install.
 */
export async function fakeClock(library: Library) {
  const [preload] = [process.env.FAKETIME_FOLDER ?? '/usr/lib/*/faketime'].flatMap(folder =>
    globSync(`${folder}/${library}`),
  )
  if (preload === undefined)
    throw new Error(
      "There is no libfaketime: install Debian's package libfaketime, or set FAKETIME_FOLDER to its folder.",
    )
  const folder = await mkdtemp(path.join(tmpdir(), 'latchkey-clock-'))
  await chmod(folder, 0o755)
  const file = path.join(folder, 'offset')
  /** `offset` as libfaketime writes it, such as `+40d` or `-90m`. */
  const set = async (offset: string) => {
    await writeFile(`${file}.new`, `${offset}\n`, { mode: 0o644 })
    await rename(`${file}.new`, file)
  }
  await set('+0')
  return {
    environment: {
      LD_PRELOAD: preload,
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      FAKETIME_DISABLE_SHM: '1',
    },
    set,
    remove: () => rm(folder, { recursive: true }),
  }
}
