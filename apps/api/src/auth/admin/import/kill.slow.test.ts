import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, it } from 'vitest'
import { compileCache } from '../../../../testing/compile-cache.ts'
import { temporaryFolder } from '../../../../testing/import.ts'
import { temporaryDataDir } from '../../../../testing/server-process.ts'

const cli = path.resolve(import.meta.dirname, '../cli.ts')
// Made by libxcrypt.
const passwordHash = '$2b$05$abcdefghijklmnopqrstuuD3mHdCr44zlIZ.VZCaYRpfQhXMYnEo.'
const count = 9000

/** Starts `latchkey`, and kills it as soon as it printed this. */
async function run(DATA_DIR: string, args: string[], killAt?: RegExp) {
  const child = spawn(process.execPath, [cli, ...args], {
    env: { PATH: process.env.PATH ?? '', NODE_COMPILE_CACHE: compileCache, DATA_DIR },
  })
  let [out, err] = ['', '']
  child.stdout.setEncoding('utf8').on('data', text => (out += text))
  child.stderr.setEncoding('utf8').on('data', text => {
    err += text
    if (killAt?.test(err)) child.kill('SIGKILL')
  })
  const [code, signal] = await once(child, 'close')
  return { code, signal, out, err }
}

it('latchkey import goes on where a kill in the middle stopped it, and loses no one', async () => {
  const [DATA_DIR, folder] = [await temporaryDataDir({ hasCluster: true }), await temporaryFolder()]
  const [file, exported] = [path.join(folder, 'people.ndjson'), path.join(folder, 'exported.ndjson')]
  const emails = Array.from({ length: count }, (_, at) => `person${at}@example.com`)
  const rows = emails.map(email => ({ email, emailVerified: true, passwordHash }))
  await writeFile(file, rows.map(row => `${JSON.stringify(row)}\n`).join(''))

  const killed = await run(DATA_DIR, ['import', file, '--from', 'ndjson'], /\d+ rows read/)
  expect(killed).toMatchObject({ signal: 'SIGKILL', out: '', err: expect.stringContaining('5000 rows read') })
  const resumed = await run(DATA_DIR, ['import', file, '--from', 'ndjson'])
  expect(resumed.code).toBe(0)
  const [, added = '', before = ''] =
    /(\d+) people {2}imported\n(\d+) people {2}imported before/.exec(resumed.out) ?? []
  expect(Number(before)).toBeGreaterThanOrEqual(5000)
  expect(Number(added)).toBeGreaterThan(0)
  expect(Number(added) + Number(before)).toBe(count)

  expect((await run(DATA_DIR, ['export', exported, '--with-hashes'])).out).toBe(`${count} people  exported\n`)
  const people = (await readFile(exported, 'utf8'))
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
  expect(people.map(({ email }) => email)).toEqual(emails)
  expect(people.every(person => person.passwordHash === passwordHash)).toBe(true)
})
