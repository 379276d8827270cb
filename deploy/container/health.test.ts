import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { live, ready } from '../../packages/contracts/src/platform/health.ts'

const program = path.join(import.meta.dirname, 'health.mjs')

async function serverThat(answers: RequestListener): Promise<string> {
  const server = createServer(answers).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  return String((server.address() as AddressInfo).port)
}

/** The exit code of the check. */
async function check(kind: string, PORT: string): Promise<number> {
  const child = execFile(process.execPath, [program, kind], { env: { PORT } })
  const [code] = await once(child, 'exit')
  return code
}

it.each([
  ['live', live.path],
  ['ready', ready.path],
])('%s asks the path of the contract, and passes on 200 only', async (kind, expected) => {
  let status = 200
  const asked: (string | undefined)[] = []
  const port = await serverThat(({ url }, response) => {
    asked.push(url)
    response.writeHead(status).end()
  })
  expect(await check(kind, port)).toBe(0)
  status = 503
  expect(await check(kind, port)).toBe(1)
  expect(asked).toEqual([expected, expected])
})

it('fails where no server listens', async () => {
  expect(await check('live', '1')).toBe(1)
})
