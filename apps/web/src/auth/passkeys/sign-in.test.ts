import { passkeyOptions, signInWithPasskey } from '@latchkey/contracts/auth/passkeys'
import { currentSession } from '@latchkey/contracts/auth/sessions'
import type { ErrorCode } from '@latchkey/contracts/errors'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { aSession, fakeApi, user } from '../../../testing/fake-api.ts'
import { anAssertion, requestOptions } from '../../../testing/fake-passkeys.ts'
import { fakeSignals, fakeWaitingPasskeys } from '../../../testing/fake-waiting-passkeys.ts'
import { ApiError, CookieDroppedError, OutageError } from '../../platform/api-errors.ts'
import type { Session } from '../session/session.ts'
import { renewMs, retryMs } from './autofill.ts'
import { passkeySignIn } from './sign-in.ts'

let api: ReturnType<typeof fakeApi>
let asked: ReturnType<typeof fakeWaitingPasskeys>
let shown: unknown[]
let entered: unknown[]

const giveOptions = () =>
  api.answer(passkeyOptions, { status: 200, data: { challenge: 'lk_challenge', options: requestOptions } })

beforeEach(() => {
  vi.useFakeTimers()
  api = fakeApi()
  api.signedOut()
  giveOptions()
  asked = fakeWaitingPasskeys()
  shown = []
  entered = []
})
afterEach(() => {
  vi.useRealTimers()
})

const session = { beforeSignIn: async () => undefined, dispatch: () => undefined } as unknown as Session

const begin = () =>
  passkeySignIn({
    session,
    remember: () => true,
    onSignedIn: email => entered.push(email),
    onError: error => shown.push(error),
  })

/** Lets what has been answered happen. */
const settle = (milliseconds = 0) => vi.advanceTimersByTimeAsync(milliseconds)

async function waiting() {
  const signIn = begin()
  signIn.wait()
  await settle()
  return signIn
}

const kinds = () =>
  asked.map(({ isAutofill, signal }) => `${isAutofill ? 'list' : 'dialog'}${signal?.aborted ? ', aborted' : ''}`)
const codes = () => shown.map(error => (error instanceof ApiError ? error.problem.code : (error as Error).name))

describe('a passkey by autofill', () => {
  it('signs in once it is chosen', async () => {
    api.signedIn()
    api.answer(signInWithPasskey, { status: 200, data: { session: aSession({ current: true }), user } })
    await waiting()
    asked[0]?.choose()
    await settle()
    expect({ entered, shown }).toEqual({ entered: [user.email], shown: [] })
    await settle(renewMs)
    expect(kinds()).toEqual(['list'])
  })

  it('asks anew before the options expire', async () => {
    await waiting()
    await settle(renewMs)
    expect(kinds()).toEqual(['list, aborted', 'list'])
    expect(shown).toEqual([])
  })

  it.each(['unavailable', 'rate_limited'] as const)(
    'asks again after its options failed with %s, and says nothing',
    async code => {
      api.refuse(passkeyOptions, code)
      await waiting()
      expect(asked).toEqual([])
      giveOptions()
      await settle(retryMs)
      expect(kinds()).toEqual(['list'])
      expect(shown).toEqual([])
    },
  )

  it('leaves a server alone for as long as it said', async () => {
    api.refuse(passkeyOptions, 'rate_limited', { retryAfterSeconds: 900 })
    await waiting()
    giveOptions()
    await settle(899_000)
    expect(asked).toEqual([])
    await settle(1_000)
    expect(kinds()).toEqual(['list'])
  })

  it.each([
    'invalid_factor',
    'invalid_challenge',
    'rate_limited',
    'unavailable',
    'internal_error',
  ] satisfies ErrorCode[])('says that a chosen passkey got %s, and is offered again', async code => {
    api.refuse(signInWithPasskey, code)
    await waiting()
    asked[0]?.choose()
    await settle()
    expect(codes()).toEqual([code === 'unavailable' ? 'OutageError' : code])
    expect(asked.map(({ isAutofill }) => isAutofill)).toEqual([true, true])
  })

  it('says that the network failed, or the cookie was dropped, after a passkey was chosen', async () => {
    api.disconnect(signInWithPasskey)
    await waiting()
    asked[0]?.choose()
    await settle()
    api.answer(signInWithPasskey, { status: 200, data: { session: aSession({ current: true }), user } })
    api.refuse(currentSession, 'missing_token')
    asked[1]?.choose()
    await settle()
    expect(shown).toEqual([expect.any(OutageError), expect.any(CookieDroppedError)])
  })

  it('is not offered by a browser that cannot', async () => {
    asked = fakeWaitingPasskeys(async () => false)
    await waiting()
    expect(asked).toEqual([])
    expect(api.asked).toEqual([])
  })

  it('ends with the page, also while its options are on the way', async () => {
    const signIn = begin()
    signIn.wait()
    signIn.end()
    await settle(renewMs)
    expect(asked).toEqual([])
  })
})

describe('the password manager', () => {
  it('is told of a passkey that certainly no longer exists', async () => {
    const told = fakeSignals()
    api.refuse(signInWithPasskey, 'invalid_factor', { reason: 'unknown_passkey' })
    await waiting()
    asked[0]?.choose()
    await settle()
    expect(told).toEqual([{ signalUnknownCredential: { rpId: 'localhost', credentialId: anAssertion.id } }])
    expect(codes()).toEqual(['invalid_factor'])
  })

  it.each([
    'invalid_factor',
    'invalid_challenge',
    'rate_limited',
    'unavailable',
    'internal_error',
  ] satisfies ErrorCode[])('is told nothing after %s', async code => {
    const told = fakeSignals()
    api.refuse(signInWithPasskey, code)
    await waiting()
    asked[0]?.choose()
    await settle()
    expect(told).toEqual([])
  })

  it('need not be able to hear it', async () => {
    api.refuse(signInWithPasskey, 'invalid_factor', { reason: 'unknown_passkey' })
    await waiting()
    asked[0]?.choose()
    await settle()
    expect(codes()).toEqual(['invalid_factor'])
  })
})

describe('the dialog for a passkey', () => {
  it('aborts the waiting request, which waits again after the dialog was closed', async () => {
    const { open } = await waiting()
    const opened = open()
    await settle()
    expect(kinds()).toEqual(['list, aborted', 'dialog'])
    asked[1]?.decline()
    await opened
    await settle()
    expect(asked.map(({ isAutofill }) => isAutofill)).toEqual([true, false, true])
    expect(shown).toEqual([])
  })

  it('stays alone if it was opened while the page still asked what the browser can', async () => {
    let answer: (offers: boolean) => void = () => undefined
    asked = fakeWaitingPasskeys(() => new Promise(resolve => (answer = resolve)))
    const { wait, open } = begin()
    wait()
    void open()
    answer(true)
    await settle()
    expect(kinds()).toEqual(['dialog'])
  })

  it('stays alone if it was opened while the options of the waiting request were on the way', async () => {
    const { wait, open } = begin()
    wait()
    await Promise.resolve()
    void open()
    await settle()
    expect(kinds()).toEqual(['dialog'])
  })

  it('says why its options failed, once', async () => {
    api.refuse(passkeyOptions, 'rate_limited', { retryAfterSeconds: 60 })
    await begin().open()
    await settle()
    expect(codes()).toEqual(['rate_limited'])
  })

  it('opens once, however often the button is pressed', async () => {
    const { open } = await waiting()
    void open()
    void open()
    await settle()
    expect(kinds()).toEqual(['list, aborted', 'dialog'])
  })

  it('does not open while a chosen passkey is being checked', async () => {
    api.on(signInWithPasskey, () => new Promise(() => undefined))
    const { open } = await waiting()
    asked[0]?.choose()
    await settle()
    void open()
    await settle()
    expect(kinds()).toEqual(['list'])
  })
})
