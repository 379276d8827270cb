import { acceptedPasskeys } from '@latchkey/contracts/auth/passkeys'
import type { ErrorCode } from '@latchkey/contracts/errors'
import { beforeEach, describe, expect, it } from 'vitest'
import { fakeApi } from '../../../testing/fake-api.ts'
import { fakeSignals, fakeWaitingPasskeys } from '../../../testing/fake-waiting-passkeys.ts'
import { signalAccepted, signalDetails } from './signals.ts'

const accepted = {
  rpId: 'localhost',
  userId: 'YWRh',
  name: 'ada@example.com',
  displayName: 'Ada',
  credentialIds: ['cGFzc2tleS1vZi1hZGE'],
}
const { rpId, userId, name, displayName, credentialIds } = accepted

let api: ReturnType<typeof fakeApi>
let told: unknown[]
let handled: unknown[]
const session = { handleError: (error: unknown) => void handled.push(error) }
beforeEach(() => {
  handled = []
  api = fakeApi()
  api.answer(acceptedPasskeys, { status: 200, data: accepted })
  fakeWaitingPasskeys()
  told = fakeSignals()
})

describe('the password manager is told', () => {
  it('which passkeys still work', async () => {
    await signalAccepted(session)
    expect(told).toEqual([{ signalAllAcceptedCredentials: { rpId, userId, allAcceptedCredentialIds: credentialIds } }])
  })

  it('that none does', async () => {
    api.answer(acceptedPasskeys, { status: 200, data: { ...accepted, credentialIds: [] } })
    await signalAccepted(session)
    expect(told).toEqual([{ signalAllAcceptedCredentials: { rpId, userId, allAcceptedCredentialIds: [] } }])
  })

  it('the present name and address', async () => {
    await signalDetails(session)
    expect(told).toEqual([{ signalCurrentUserDetails: { rpId, userId, name, displayName } }])
  })
})

it('the page hears why its session ended, for the server says it only once', async () => {
  api.refuse(acceptedPasskeys, 'session_ended', { reason: 'idle' })
  await signalAccepted(session)
  await signalDetails(session)
  expect(handled).toMatchObject(Array(2).fill({ problem: { code: 'session_ended', reason: 'idle' } }))
})

describe('the password manager is told nothing', () => {
  it.each(['rate_limited', 'unavailable', 'internal_error', 'missing_token'] satisfies ErrorCode[])(
    'after %s, for then nothing is certain',
    async code => {
      api.refuse(acceptedPasskeys, code)
      await signalAccepted(session)
      await signalDetails(session)
      expect(told).toEqual([])
    },
  )

  it('without a network', async () => {
    api.disconnect(acceptedPasskeys)
    await signalAccepted(session)
    await signalDetails(session)
    expect(told).toEqual([])
  })

  it('by a browser that cannot, which asks the server nothing', async () => {
    fakeWaitingPasskeys()
    await signalAccepted(session)
    await signalDetails(session)
    expect(told).toEqual([])
    expect(api.asked).toEqual([])
  })
})
