import * as contract from '@latchkey/contracts/auth/identities'
import { SecondStep } from '@latchkey/contracts/auth/signed-in'
import * as z from 'zod/mini'
import type { Deps } from '../../deps.ts'
import type { VisitorContext } from '../../platform/context.ts'
import { newId } from '../../platform/crypto/id.ts'
import { seal, unseal } from '../../platform/crypto/sealed.ts'
import { ApiError } from '../../platform/errors.ts'
import { closeVisitorChallenge, findPrepared, openVisitorChallenge } from '../challenges/service.ts'
import { isBoundTo } from '../sign-in/browser-binding.ts'

// A provider sends a browser to the callback, which can only lead it to a page. What the page has to be told waits for it here.

/** A page takes its answer as soon as it is loaded. */
const lifetimeMs = 10 * 60_000

const Parked = z.discriminatedUnion('status', [
  z.object({ status: z.literal(200), data: contract.LinkStep }),
  z.object({ status: z.literal(202), data: SecondStep }),
])
export type Parked = z.output<typeof Parked>

/** The browser it waits for, and the answer, sealed: it holds a secret that opens a challenge. */
const Payload = z.object({ browser: z.string(), answer: z.string() })

const keysOf = (deps: Deps) => deps.keys('parked answer')

/** Keeps an answer for the page that the browser is led to. Returns its id, which is worth nothing in another browser. */
export async function park(deps: Deps, browser: string, answer: Parked): Promise<string> {
  const id = newId(deps.clock.now())
  const sealed = seal(keysOf(deps), Buffer.from(JSON.stringify(answer)), id).toString('base64url')
  const payload: z.output<typeof Payload> = { browser, answer: sealed }
  await openVisitorChallenge(deps, 'parked', { id, lifetimeMs, payload })
  return id
}

/**
 * Returns a parked answer, once.
 * @throws {ApiError} invalid_challenge if it was taken, has expired, or waits for another browser
 */
export async function takeParked(deps: Deps, { browser }: VisitorContext, id: string): Promise<Parked> {
  const challenge = await findPrepared(deps, 'parked', id)
  const payload = challenge && Payload.parse(challenge.payload)
  if (!payload || !isBoundTo(deps, payload.browser, browser)) throw new ApiError('invalid_challenge')
  if (!(await closeVisitorChallenge(deps, challenge))) throw new ApiError('invalid_challenge')
  return Parked.parse(JSON.parse(unseal(keysOf(deps), Buffer.from(payload.answer, 'base64url'), id).secret.toString()))
}
