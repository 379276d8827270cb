import { expect, inject, onTestFinished, test } from 'vitest'
import { openConnections } from './client.ts'
import { requireSameServer, runningServer } from './same-server.ts'
import { roles } from './technical.ts'
import { createTestDatabase, limitedTo } from './testing.ts'

async function database(): Promise<string> {
  const { url, drop } = await createTestDatabase(inject('template'))
  onTestFinished(drop)
  return url
}

test('two addresses of one database are accepted, for a role without rights too', async () => {
  const url = await database()
  const limited = await limitedTo(roles.api, url)
  await requireSameServer(limited.url, url)
  await requireSameServer(url, url)
  await limited.drop()
})

test('another database is refused by a sentence that names the setting and both places, and no password', async () => {
  const [url, other] = [await database(), await database()]
  const { port, pathname, password } = new URL(other)
  const refused = await requireSameServer(url, other).catch(error => error.message)
  expect(refused).toContain(`DATABASE_DIRECT_URL leads to 127.0.0.1:${port}${pathname}, which is another database`)
  expect(refused).not.toContain(password)
})

test('a server is told apart alike by connections with other settings', async () => {
  const url = await database()
  const strange = `${url}&options=${encodeURIComponent('-c intervalstyle=sql_standard -c lc_messages=C -c extra_float_digits=-5')}`
  const read = async (address: string) => {
    const connections = openConnections(address)
    onTestFinished(connections.close)
    return (await connections.query(`select ${runningServer} as server`)).rows
  }
  expect(await read(strange)).toEqual(await read(url))
})
