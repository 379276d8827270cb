import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { listenOn } from '@latchkey/api/testing/event-stream'
import { tcpProxy } from '@latchkey/api/testing/tcp-proxy'
import { replicaOf, testApi } from '@latchkey/api/testing/test'
import type { TestApi } from '@latchkey/api/testing/test-api'
import { until } from '@latchkey/api/testing/until'
import { revokeSession } from '@latchkey/contracts/auth/devices'
import { guardChanges } from '@latchkey/contracts/auth/guards'
import { expect, it, onTestFinished } from 'vitest'
import { createGuard } from './guard.ts'

const secret = 'a secret of the second service of a test'
/** Long after every server must have heard, and long before a kept answer ends by itself. */
const lateMs = 20_000
const environment = { GUARD_SECRETS: secret }
const announcing = await testApi({ follows: true, environment })

/** A balancer that leads streams to one server, and questions to the other. */
async function balance(streams: TestApi, questions: TestApi): Promise<string> {
  const [toStreams, toQuestions] = [await listenOn(streams), await listenOn(questions)]
  const balancer = http.createServer((request, response) => {
    const target = request.url === guardChanges.path ? toStreams : toQuestions
    const { method, headers } = request
    const passed = http.request(target + request.url, { method, headers }, answer => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    passed.on('error', () => response.destroy())
    response.on('close', () => passed.destroy())
    request.pipe(passed)
  })
  await new Promise<void>(listening => balancer.listen(0, '127.0.0.1', listening))
  onTestFinished(() => {
    balancer.closeAllConnections()
    balancer.close()
  })
  return `http://127.0.0.1:${(balancer.address() as AddressInfo).port}`
}

it('a revoked session that another server still knew is refused once that server must have heard', async () => {
  // It hears late, as in a slow network, and answers from memory for its lease of a second.
  const late = await replicaOf(announcing, { environment })
  const network = await tcpProxy(late.url)
  late.deps.sessionCache.follow(network.url, late.url)
  let questions = 0
  late.app.server.on('request', () => (questions += 1))
  const guard = createGuard({ api: await balance(announcing, late), secret, leaseMs: 60_000 })
  onTestFinished(() => guard.close())
  await guard.ready

  for (let wasStale = false; !wasStale; ) {
    const user = await announcing.createUser()
    const [own, other] = [await announcing.signIn(user), await announcing.signIn(user)]
    const headers = { authorization: `Bearer ${own.caller.token}` }
    await until(async () => (await guard.check(headers, 'GET')).ok && late.deps.sessionCache.hears())
    network.stall()
    const before = questions
    await announcing.call(revokeSession, { id: own.session.id }, other.caller)
    await until(async () => {
      const { ok } = await guard.check(headers, 'GET')
      if (questions === before) return false
      // On a busy machine its lease may be over. Such a round shows nothing, and another one follows.
      wasStale = ok
      return true
    })
    network.restore()
    const revoked = performance.now()
    await until(async () => {
      const verdict = await guard.check(headers, 'GET')
      return (!verdict.ok && verdict.status === 401) || performance.now() - revoked > lateMs
    })
    for (let count = 0; count < 20; count++)
      expect(await guard.check(headers, 'GET')).toMatchObject({ ok: false, status: 401, reason: 'revoked_by_you' })
  }
})
