import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { compileCache, startServer, temporaryDataDir } from './testing/server-process.ts'

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

describe('latchkey', () => {
  it('makes people and ends their sessions beside a running server, on the embedded database', async () => {
    const DATA_DIR = await temporaryDataDir()
    const server = await startServer({ DATA_DIR })
    const password = 'correct horse battery'
    const created = await run({ DATA_DIR }, ['user', 'create', ' Ada@Example.com ', '--name', 'Ada'], `${password}\n`)
    expect(created).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^[\da-f-]{36} {2}ada@example\.com\n$/),
      err: '',
    })
    expect((await run({ DATA_DIR }, ['user', 'list'])).out).toMatch(
      /demo@example\.com[\s\S]*ada@example\.com {2}Ada {2}enabled/,
    )

    const signedIn = await fetch(`${server.address}/api/sessions/sign_in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': 'curl/8.5.0' },
      body: JSON.stringify({ email: 'ada@example.com', password }),
    })
    const { data } = (await signedIn.json()) as { data: { token: string; session: { id: string } } }
    const listed = await run({ DATA_DIR }, ['session', 'list', 'ada@example.com'])
    expect(listed.out).toMatch(new RegExp(`^${data.session.id} .* bearer  127\\.0\\.0\\.1  curl  -  live\\n$`))

    expect(await run({ DATA_DIR }, ['session', 'revoke', data.session.id])).toMatchObject({ code: 0 })
    const after = await fetch(`${server.address}/api/restricted/session`, {
      headers: { authorization: `Bearer ${data.token}` },
    })
    expect(await after.json()).toMatchObject({ code: 'session_ended', reason: 'revoked_by_admin' })
    expect(await run({ DATA_DIR }, ['session', 'revoke', data.session.id])).toMatchObject({
      code: 1,
      err: expect.stringContaining('no session'),
    })
    expect((await run({ DATA_DIR }, ['session', 'list', 'ada@example.com'])).out).toContain('revoked_by_admin')

    const happened = await run({ DATA_DIR }, ['audit', 'list', '--email', 'ada@example.com', '--limit', '2'])
    expect(happened.out).toMatch(
      /^\S+ {2}session_revoked_by_admin {2}1 .*\n\S+ {2}signed_in {2}1 .* 127\.0\.0\.1 .*\n$/,
    )
    const none = `9:${'0'.repeat(64)}`
    expect(await run({ DATA_DIR }, ['audit', 'verify', '--head', none])).toMatchObject({
      code: 1,
      out: expect.stringMatching(/BROKEN {2}seal \d and whatever followed it was cut off\.\n$/),
    })
    await server.kill('SIGTERM')
  })

  it('disables, enables and deletes people beside a running server, whose pages hear of it', {
    timeout: 120_000,
  }, async () => {
    const DATA_DIR = await temporaryDataDir()
    const server = await startServer({ DATA_DIR })
    const [email, password] = ['ada@example.com', 'correct horse battery']
    const latchkey = (...args: string[]) => run({ DATA_DIR }, args)
    const standing = async () => /ada@example\.com .* (\w+)\n/.exec((await latchkey('user', 'list')).out)?.[1]
    const signIn = () =>
      fetch(`${server.address}/api/sessions/sign_in`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email, password }),
      })
    /** What a page with a session of this person hears while `command` runs. */
    async function heardAt(...command: string[]): Promise<string> {
      const { data } = (await (await signIn()).json()) as { data: { token: string } }
      const headers = { authorization: `Bearer ${data.token}` }
      const stream = await fetch(`${server.address}/api/restricted/events`, { headers })
      expect(await latchkey(...command)).toMatchObject({ code: 0, err: '' })
      return stream.text()
    }
    await run({ DATA_DIR }, ['user', 'create', email], password)

    expect(await heardAt('user', 'disable', email)).toContain('{"reason":"account_disabled"}')
    expect([await standing(), (await signIn()).status]).toEqual(['disabled', 401])
    expect(await latchkey('user', 'enable', email)).toMatchObject({ code: 0, out: `${email}  enabled\n` })
    // Who is let in again signs in again.
    expect((await latchkey('session', 'list', email)).out).toMatch(/account_disabled\n$/)

    expect(await latchkey('user', 'delete', email)).toMatchObject({ code: 1, err: expect.stringContaining('--yes') })
    expect(await heardAt('user', 'delete', email, '--yes')).toContain('{"reason":"account_deleted"}')
    expect([await standing(), (await signIn()).status]).toEqual(['deleted', 401])
    expect(await latchkey('user', 'delete', email, '--yes', '--now')).toMatchObject({ code: 0 })
    expect(await latchkey('user', 'disable', email)).toMatchObject({
      code: 1,
      err: expect.stringContaining('no account'),
    })
    await server.kill('SIGTERM')
  })

  it('deletes with one connection to the database, and leaves the mail to a server', async () => {
    const environment = { DATA_DIR: await temporaryDataDir(), DATABASE_POOL: '1' }
    await run(environment, ['user', 'create', 'ada@example.com'], 'long enough a password')
    expect(await run(environment, ['user', 'delete', 'ada@example.com', '--yes'])).toMatchObject({ code: 0, err: '' })
  })

  it('works without a server, and says in a sentence what is wrong, with exit code 1', async () => {
    const environment = { DATA_DIR: await temporaryDataDir() }
    const create = (email: string, password: string) => run(environment, ['user', 'create', email], password)
    expect(await create('ada@example.com', 'too short')).toMatchObject({
      code: 1,
      err: 'latchkey: Use at least 12 characters.\n',
    })
    expect(await create('ada@example.com', '')).toMatchObject({ code: 1, err: 'latchkey: Enter your password.\n' })
    expect(await create('ada', 'long enough a password')).toMatchObject({
      code: 1,
      err: 'latchkey: ada is not an e-mail address.\n',
    })
    expect(await create('ada@example.com', 'long enough a password')).toMatchObject({ code: 0 })
    expect(await create('ADA@example.com', 'long enough a password')).toMatchObject({
      code: 1,
      err: expect.stringContaining('has an account already'),
    })
    expect(await run(environment, ['session', 'list', 'eve@example.com'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('no account'),
    })
    expect(await run(environment, ['session', 'revoke', 'x'])).toMatchObject({ code: 1 })
  })

  it('shows its help, and ends with 2 when it was called wrongly', async () => {
    expect(await run({}, ['--help'])).toMatchObject({ code: 0, out: expect.stringContaining('session') })
    for (const args of [['nonsense'], ['user'], ['user', 'create'], ['user', 'list', '--nonsense']])
      expect(await run({}, args)).toMatchObject({ code: 2, err: expect.stringMatching(/Usage|--help/) })
    const away = await run({ DATABASE_URL: 'postgresql://127.0.0.1:1/x', DATA_DIR: await temporaryDataDir() }, [
      'user',
      'list',
    ])
    expect(away).toMatchObject({
      code: 1,
      err: 'latchkey: The database does not answer. Check DATABASE_URL, and that it runs.\n',
    })
  })
})
