import { randomUUID } from 'node:crypto'
import { GuardLine, guardChanges } from '@latchkey/contracts/auth/guards'
import { signOut } from '@latchkey/contracts/auth/sessions'
import { expect, it, onTestFinished } from 'vitest'
import { listenOn } from '../../../testing/event-stream.ts'
import { replicaOf, testApi } from '../../../testing/test.ts'
import { openGuardStreams } from './service.ts'

const secrets = ['the first secret of a second service with spaces', 'another-secret-of-a-second-service']
const environment = { GUARD_SECRETS: secrets.join() }
const api = await testApi({ follows: true, environment })
const address = await listenOn(api)
const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` })

/** Opens the stream; returns a function that reads its next line. */
async function openStream(at = address, secret = secrets[0] as string, query = '') {
  const controller = new AbortController()
  onTestFinished(() => controller.abort())
  const response = await fetch(at + guardChanges.path + query, { headers: bearer(secret), signal: controller.signal })
  async function* lines() {
    let text = ''
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      const parts = (text + chunk).split('\n')
      text = parts.pop() ?? ''
      yield* parts
    }
  }
  const read = lines()
  const next = async () => {
    const { value } = await read.next()
    // The whole line: a field that the contract does not have would fail.
    if (value !== undefined) expect(GuardLine.parse(JSON.parse(value))).toEqual(JSON.parse(value))
    return value === undefined ? undefined : GuardLine.parse(JSON.parse(value))
  }
  /** The next line that is no beat. */
  const nextChange = async () => {
    let line = await next()
    while (line?.event === 'beat' || line?.event === 'everything') line = await next()
    return line
  }
  return { response, next, nextChange }
}

it('the stream opens with every secret, and with nothing else', async () => {
  for (const secret of secrets) {
    const { response, next } = await openStream(address, secret)
    expect(response.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8')
    expect(await next()).toMatchObject({ event: 'open', keepMs: 60_000 })
  }
  const { caller } = await api.signIn(await api.createUser())
  for (const [headers, code] of [
    [{}, 'missing_token'],
    [{ authorization: `Basic ${secrets[0]}` }, 'missing_token'],
    [bearer(`${secrets[0]}x`), 'invalid_token'],
    [bearer(secrets.join()), 'invalid_token'],
    [bearer(caller.token ?? ''), 'invalid_token'],
  ] as const) {
    const answer = await api.app.inject({ url: guardChanges.path, headers })
    expect([answer.statusCode, answer.json().code]).toEqual([401, code])
  }
})

it('without GUARD_SECRETS the stream does not exist', async () => {
  const closed = await replicaOf(api, {})
  const answer = await closed.app.inject({ url: guardChanges.path, headers: bearer('') })
  expect([answer.statusCode, answer.json().code]).toEqual([404, 'not_found'])
})

it('the stream names a session that ended, and then sends a beat; it holds no token and no address', async () => {
  const { next, nextChange } = await openStream()
  expect((await next())?.event).toBe('open')
  const user = await api.createUser()
  const { session, caller } = await api.signIn(user)
  await api.call(signOut, {}, caller)
  const change = await nextChange()
  expect(change).toEqual({ event: 'session', id: session.id })
  let line = await next()
  while (line?.event !== 'beat') line = await next()
  expect(Date.parse(line.now)).toBe(api.clock.now().getTime())
})

it('a hundred and more guards keep their streams, and the next stream of one takes the place of its former one alone', async () => {
  const replica = await replicaOf(api, { follows: true, environment })
  const at = await listenOn(replica)
  const [first, ...others] = Array.from({ length: 120 }, () => randomUUID())
  const former = await openStream(at, secrets[0], `?guard=${first}`)
  expect((await former.next())?.event).toBe('open')
  const streams = []
  for (const guard of others) streams.push(await openStream(at, secrets[0], `?guard=${guard}`))
  const next = await openStream(at, secrets[0], `?guard=${first}`)
  expect((await next.next())?.event).toBe('open')
  const readOn = async () => {
    while (await former.next());
  }
  await expect(readOn()).rejects.toThrow('terminated')
  for (const stream of streams) expect((await stream.next())?.event).toBe('open')
  expect((await next.next())?.event).toBe('beat')
})

it('a thousand streams lock no guard out: the oldest one ends', () => {
  const streams = openGuardStreams(api.deps)
  onTestFinished(streams.close)
  const [oldest, second] = Array.from({ length: 1_001 }, () => streams.open())
  expect([oldest?.destroyed, second?.destroyed]).toEqual([true, false])
})

it('an id of a guard that is none is refused, after the secret', async () => {
  const url = `${guardChanges.path}?guard=one`
  const answers = [bearer(secrets[0] as string), bearer('another')].map(headers => api.app.inject({ url, headers }))
  expect((await Promise.all(answers)).map(({ statusCode }) => statusCode)).toEqual([400, 401])
})

it('a server that does not hear the database sends no beat', async () => {
  const deaf = await replicaOf(api, { environment })
  const [first, second] = [await openStream(await listenOn(deaf)), await openStream()]
  expect((await first.next())?.event).toBe('open')
  expect((await second.next())?.event).toBe('open')
  const heard = first.next()
  // Meanwhile another server sends several.
  let beats = 0
  while (beats < 3) beats += Number((await second.next())?.event === 'beat')
  await deaf.app.close()
  expect(await heard).toBeUndefined()
})
