import { expect, onTestFinished, test } from 'vitest'
import { authentication, message, readyForQuery, startSpeakingServer } from '../testing/speaking-server.ts'
import { addressesOfServers } from './address.ts'
import { openConnections } from './client.ts'
import { outageOf } from './errors.ts'
import { findPrimary } from './primary.ts'

const outage = async (failing: Promise<unknown>) => outageOf(await failing.catch((error: unknown) => error))

const open = (url: string) => {
  const connections = openConnections(url)
  onTestFinished(connections.close)
  return connections
}

test.each([
  ['Kerberos V5', authentication(2), 'way to sign in'],
  ['gss in pg_hba.conf', authentication(7), 'way to sign in'],
  ['sspi in pg_hba.conf', authentication(9), 'way to sign in'],
  ['half a message', message('R'), 'another program'],
])('%s is an outage, and ends no process', async (_, answer, name) => {
  const url = await startSpeakingServer(answer)
  const { db, prepared } = open(url)
  expect(await outage(prepared({ name: 'one', text: 'select 1' }, []))).toMatchObject({ name })
  expect(await outage(db.$queryRaw`select 1`)).toMatchObject({ name })
})

test('what cannot be read on a connection that is open already is an outage too', async () => {
  const answers = [Buffer.concat([authentication(0), readyForQuery]), message('D')]
  const { prepared } = open(await startSpeakingServer(...answers))
  expect(await outage(prepared({ name: 'one', text: 'select 1' }, []))).toMatchObject({ name: 'another program' })
})

test('of several servers, the one that asks for gss is named with its words', async () => {
  const [one, other] = [await startSpeakingServer(authentication(7)), await startSpeakingServer(authentication(7))]
  const said = await outage(findPrimary([...addressesOfServers(one), other], 60_000))
  expect(said?.reason.match(/Unknown authenticationOk message type 7/g)).toHaveLength(2)
})
