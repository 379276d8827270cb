import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { forgotPassword } from '@latchkey/contracts/auth/recovery'
import { currentSession, events, signOut } from '@latchkey/contracts/auth/sessions'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { live, ready } from '@latchkey/contracts/platform/health'
import { ui } from '@latchkey/contracts/words/en/ui'
import { start, stop } from '../containers.ts'
import { ask, open } from '../https.ts'
import { root } from '../machine.ts'
import { api, equal, person, type Site, until } from '../site.ts'

const program = 'caddy'

/** Debian's Caddy with the very Caddyfile. */
export async function driveCaddy({ at, check, mail, running }: Site, isReady: () => Promise<boolean>): Promise<void> {
  const { DOMAIN: _, ...inherited } = process.env
  const proxy = spawn(program, ['run', '--config', path.join(root, 'deploy/Caddyfile'), '--adapter', 'caddyfile'], {
    env: { ...inherited, UPSTREAM: '127.0.0.1:4000', XDG_DATA_HOME: at('caddy'), XDG_CONFIG_HOME: at('caddy') },
    stdio: ['ignore', 'ignore', 'ignore'],
  })
  running.push(proxy)
  const authority = at('caddy/caddy/pki/authorities/local/root.crt')
  await until('Caddy has made its authority', async () => existsSync(authority))
  const ca = readFileSync(authority, 'utf8')
  await until('Caddy answers', () =>
    ask(ca, live.path).then(
      ({ status }) => status === 200,
      () => false,
    ),
  )
  const post = (endpoint: { path: string }, body: object) =>
    ask(ca, endpoint.path, { method: 'POST', body: JSON.stringify(body) })
  const enter = async () => JSON.parse((await post(signIn, person)).body).data.token as string

  await check('https://localhost shows the pages, by the Caddyfile as it is, and http leads there', async () => {
    const page = await ask(ca, '/login')
    equal([page.status, page.body.includes('<!doctype html>')], [200, true])
    const plain = await fetch('http://localhost/login', { redirect: 'manual' })
    equal([plain.status, plain.headers.get('location')], [308, 'https://localhost/login'])
    equal((await ask(ca, ready.path, { method: 'HEAD' })).status, 200)
  })
  await check('a person signs in and out through it, and an open page hears of it at once', async () => {
    const token = await enter()
    equal((await ask(ca, currentSession.path, { token })).status, 200)
    const stream = (await open(ca, events.path, { token })).setEncoding('utf8')
    await once(stream, 'data')
    const ended = once(stream, 'end')
    equal((await ask(ca, signOut.path, { method: 'DELETE', token })).status, 204)
    stream.resume()
    await ended
    equal((await ask(ca, currentSession.path, { token })).status, 401)
  })
  await check('mail arrives', async () => {
    equal((await post(forgotPassword, { email: person.email })).status, 202)
    const { links } = await mail.take(person.email)
    equal(links[0]?.startsWith('https://localhost/'), true)
  })
  await check('while the API is replaced, requests wait for it, or are told to come again', async () => {
    const token = await enter()
    await stop(api)
    const waiting = ask(ca, currentSession.path, { token })
    await start(api)
    await until('the API is ready again', isReady)
    const { status } = await waiting
    // It may have come while the server started, which says so.
    if (![200, 503].includes(status)) throw new Error(`It was answered ${status}.`)
    equal((await ask(ca, currentSession.path, { token })).status, 200)
    return String(status)
  })
  await check('while the API is away, a page that loads says so in words, and tries again', async () => {
    await stop(api)
    const { status, headers, body } = await ask(ca, '/login')
    await start(api)
    equal([status, headers.refresh, body.includes(ui.outage)], [503, '5', true])
    await until('the API is ready again', isReady)
  })
}
