import type { FastifyReply } from 'fastify'
import type { Deps } from '../../deps.ts'
import { longestCookieSeconds, readCookie, setCookie } from '../../platform/http/cookies.ts'
import { sendToken } from '../../platform/http/send-token.ts'
import type { RotatedTokens } from './confirmation.ts'
import { type DeviceToken, withDeviceToken } from './device-cookie.ts'

/** Sends the new tokens of a session: to a browser in cookies, to other clients in the body. The handler must spread the result. */
export function sendTokens(
  deps: Deps,
  reply: FastifyReply,
  { token, device }: RotatedTokens,
  session: Parameters<typeof sendToken>[3],
): { token?: string } {
  const sent = sendToken(deps, reply, token, session)
  if (device) sendDeviceToken(deps, reply, device)
  return sent
}

/** Lets the browser be recognised the next time this person signs in. */
export function sendDeviceToken({ settings, keys }: Deps, reply: FastifyReply, issued: DeviceToken): void {
  const held = readCookie(settings, reply.request, 'device')
  setCookie(settings, reply, 'device', withDeviceToken(keys('device token'), held, issued), longestCookieSeconds)
}
