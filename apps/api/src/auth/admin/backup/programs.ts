import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { PassThrough, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { libpqEnvironment } from '@latchkey/database/libpq'
import { applicationNames } from '@latchkey/database/technical'
import { CommandError } from '../commands/terminal.ts'

/** Enough to say what went wrong. */
const mostErrorBytes = 2_000

/**
 * Writes a dump of the database into a new file that only its owner reads. Returns the SHA-256 of the file.
 * @throws {CommandError} with the words of `pg_dump`
 */
export async function dump(url: string, file: string): Promise<string> {
  const hash = createHash('sha256')
  const copy = new PassThrough().on('data', chunk => hash.update(chunk))
  // Large objects have transactions of their own in a script, which would end ours at a restore. Nothing of ours is one.
  const { child, ended } = await start('pg_dump', ['--format=custom', '--no-blobs'], url)
  // On the disk before it gets its name.
  const written = pipeline(child.stdout, copy, createWriteStream(file, { mode: 0o600, flags: 'wx', flush: true }))
  await Promise.all([written, ended])
  return hash.digest('hex')
}

/**
 * Fills an empty database from a dump, and runs `afterwards` in the same transaction: no one ever sees the one without the other.
 * Returns the lines that `afterwards` selects.
 * @throws {CommandError} with the words of `pg_restore` or `psql`. The database is empty then, as before
 */
export async function restoreDump(url: string, file: string, afterwards: string): Promise<string[]> {
  // No owners and no rights: the roles may not exist here.
  const reading = await start('pg_restore', ['--no-owner', '--no-privileges', '--file=-', file], url)
  const plain = ['--no-psqlrc', '--quiet', '--tuples-only', '--no-align', '--set=ON_ERROR_STOP=1']
  // What the dump itself selects is not what we asked for.
  const writing = await start('psql', [...plain, '--output=/dev/null', '--file=-'], url)
  let selected = ''
  writing.child.stdout.setEncoding('utf8').on('data', text => {
    selected += text
  })
  const script = async function* (dumped: Readable) {
    // Not by --single-transaction: that commits what it has when its input breaks off, such as when this process is killed.
    yield 'begin;\n'
    yield* dumped
    // Only a whole script goes on.
    await reading.ended
    yield `\n\\o\n${afterwards}\ncommit;\n`
  }
  const sent = pipeline(reading.child.stdout, script, writing.child.stdin).catch(error => {
    writing.child.kill()
    throw error
  })
  const refused = (await Promise.allSettled([reading.ended, writing.ended, sent])).filter(
    ({ status }) => status === 'rejected',
  ) as PromiseRejectedResult[]
  // The words of a program say more than the pipe that broke with it.
  const refusal = refused.find(({ reason }) => reason instanceof CommandError) ?? refused[0]
  if (refusal) throw refusal.reason
  return selected.split('\n').filter(line => line !== '')
}

/** Starts a program of Postgres at this address. It gets nothing else of our environment, such as `APP_SECRET`. */
async function start(program: string, args: string[], url: string) {
  const env = {
    PATH: process.env.PATH ?? '',
    LC_ALL: 'C.UTF-8',
    PGAPPNAME: applicationNames.backup,
    ...(await libpqEnvironment(url)),
  }
  const child = spawn(program, args, { env, stdio: ['pipe', 'pipe', 'pipe'] })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', text => {
    said = (said + text).slice(-mostErrorBytes)
  })
  const ended = new Promise<void>((resolve, reject) => {
    child.once('error', error => reject(explain(program, error)))
    child.once('close', code => {
      if (code === 0) resolve()
      else reject(new CommandError(`${program} failed: ${said.trim() || `it ended with ${code}`}`))
    })
  })
  // Its callers wait for it later.
  ended.catch(() => {})
  return { child, ended }
}

const explain = (program: string, error: NodeJS.ErrnoException) =>
  error.code === 'ENOENT'
    ? new CommandError(`There is no ${program}. Install Postgres' client programs, of the server's version or newer.`)
    : error
