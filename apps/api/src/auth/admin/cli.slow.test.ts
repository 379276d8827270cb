import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { compileCache } from '../../../testing/compile-cache.ts'
import { startServer, temporaryDataDir } from '../../../testing/server-process.ts'

const cli = path.resolve(import.meta.dirname, 'cli.ts')

async function run(environment: Record<string, string>, args: string[], input = '') {
  const child = spawn(process.execPath, [cli, ...args], {
    env: { PATH: process.env.PATH ?? '', NODE_COMPILE_CACHE: compileCache, ...environment },
  })
  let out = ''
  let err = ''
  child.stdout.setEncoding('utf8').on('data', text => (out += text))
  child.stderr.setEncoding('utf8').on('data', text => (err += text))
  child.stdin.end(input)
  const [code] = await once(child, 'close')
  return { code, out, err }
}

// Each start takes a second, so the commands themselves are tested in commands/.
describe('latchkey', () => {
  it('works beside a running server on the embedded database, and tells open pages', async () => {
    const DATA_DIR = await temporaryDataDir({ hasCluster: true })
    const server = await startServer({ DATA_DIR })
    const [email, password] = ['ada@example.com', 'correct horse battery']
    // As PowerShell pipes text: with a byte order mark, and with two characters at the end of the line.
    const created = await run({ DATA_DIR }, ['user', 'create', email, '--name', 'Ada'], `\ufeff${password}\r\n`)
    expect(created).toEqual({ code: 0, out: expect.stringContaining(email), err: '' })

    const signedIn = await fetch(`${server.address}/api/sessions/sign_in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password }),
    })
    const { data } = (await signedIn.json()) as { data: { token: string } }
    const headers = { authorization: `Bearer ${data.token}` }
    const stream = await fetch(`${server.address}/api/restricted/events`, { headers })
    expect(await run({ DATA_DIR }, ['user', 'disable', email])).toMatchObject({ code: 0, err: '' })
    expect(await stream.text()).toContain('{"reason":"account_disabled"}')
    const after = await fetch(`${server.address}/api/restricted/session`, { headers })
    expect(await after.json()).toMatchObject({ code: 'session_ended', reason: 'account_disabled' })
    await server.kill('SIGTERM')
  })

  it('works without a server and with one database connection, and leaves mails for a server to send', async () => {
    const environment = { DATA_DIR: await temporaryDataDir({ hasCluster: true }), DATABASE_POOL: '1' }
    await run(environment, ['user', 'create', 'ada@example.com'], 'long enough a password')
    expect(await run(environment, ['user', 'delete', 'ada@example.com', '--yes'])).toMatchObject({ code: 0, err: '' })
  })

  it('needs no GEOIP_FILE, which only the server reads', async () => {
    const environment = { DATABASE_URL: 'postgresql://127.0.0.1:1/x', GEOIP_FILE: '/nowhere/places.mmdb' }
    const { err } = await run({ ...environment, DATA_DIR: await temporaryDataDir() }, ['user', 'list'])
    expect(err).toMatch(/^latchkey: The database cannot be used now/)
  })

  it('exits with 1 if the database is unreachable, and with 2 if the arguments are wrong', async () => {
    const DATABASE_URL = 'postgresql://127.0.0.1:1/x'
    expect(await run({ DATABASE_URL, DATA_DIR: await temporaryDataDir() }, ['user', 'list'])).toEqual({
      code: 1,
      out: '',
      err:
        'latchkey: The database cannot be used now: nothing listens at its address (connect ECONNREFUSED 127.0.0.1:1). ' +
        'Check DATABASE_URL, and that the database is running.\n',
    })
    expect(await run({}, ['nonsense'])).toMatchObject({ code: 2, err: expect.stringContaining('--help') })
  })
})
