import { activateTotp, addTotp } from '@latchkey/contracts/auth/factors'
import { proveFactor } from '@latchkey/contracts/auth/second-step'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { generateSync } from 'otplib'
import { type Caller, cookiesOf } from './call-endpoint.ts'
import { signInConfirmed } from './confirmed.ts'
import { seconds } from './movable-clock.ts'
import type { TestApi } from './test-api.ts'

/** The code that an app with this key shows now. */
export const codeOf = ({ clock }: TestApi, secret: string): string =>
  generateSync({ secret, epoch: Math.floor(clock.now().getTime() / 1000) })

/** Adds an app to the account of a confirmed session. Its first code is used up, so the clock moves to the next one. */
export async function addApp(api: TestApi, caller: Caller, name = 'Phone') {
  const { id, secret } = (await api.call(addTotp, { name }, caller)).data
  const { data, response } = await api.call(activateTotp, { id, code: codeOf(api, secret) }, caller)
  api.clock.advance(seconds(30))
  const cookie = cookiesOf(response)
  const next: Caller = cookie ? { cookie, sameOrigin: true } : { token: data.token ?? '' }
  return { id, secret, recoveryCodes: data.recoveryCodes ?? [], caller: next }
}

/** A person with a password and an app, signed in with both. */
export async function createUserWithApp(api: TestApi, how: { delivery?: 'cookie' | 'bearer' } = {}) {
  const user = await api.createUser()
  const { caller } = await signInConfirmed(api, user, how)
  return { user, ...(await addApp(api, caller)) }
}

/** Signs in by password, up to the second step. A browser's caller holds the cookie of it. */
export async function beginSignIn(
  api: TestApi,
  user: { email: string; password: string },
  how: { delivery?: 'cookie' | 'bearer'; remember?: boolean } = {},
  caller: Caller = {},
) {
  const isBrowser = how.delivery === 'cookie'
  const { accepted, response } = await api.call(signIn, { ...user, ...how }, { sameOrigin: isBrowser, ...caller })
  const cookie = [caller.cookie, cookiesOf(response)].filter(Boolean).join('; ')
  return { ...accepted, caller: { ...(isBrowser && { cookie, sameOrigin: true }) } satisfies Caller }
}

/** Finishes a sign-in with the present code of an app; returns the session, and the caller for further requests. */
export async function finishSignIn(
  api: TestApi,
  secret: string,
  { challenge, caller = {} }: { challenge: string; caller?: Caller },
  how: { trustBrowser?: boolean } = {},
) {
  const proof = { challenge, method: 'totp', code: codeOf(api, secret), ...how } as const
  const { data, response } = await api.call(proveFactor, proof, caller)
  api.clock.advance(seconds(30))
  const cookie = cookiesOf(response)
  const next: Caller = cookie ? { cookie, sameOrigin: true } : { token: data.token ?? '' }
  return { session: data.session, caller: next }
}
