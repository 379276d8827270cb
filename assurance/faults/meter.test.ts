import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { openClient } from './client.ts'
import { meter } from './meter.ts'

it('counts as a change only what succeeded', async () => {
  const server = createServer((request, answer) => answer.writeHead(Number(request.url?.slice(1))).end()).listen(0)
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const client = openClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  onTestFinished(client.close)
  const { changes, failures, stop } = meter(client)
  onTestFinished(stop)
  for (const status of [401, 429, 503]) await client.call({ method: 'POST', path: `/${status}` })
  expect([changes(), failures()]).toEqual([0, 1])
  for (const status of [200, 204]) await client.call({ method: 'POST', path: `/${status}` })
  expect(changes()).toBe(2)
})
