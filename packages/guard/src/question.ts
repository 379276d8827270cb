import { currentSession } from '@latchkey/contracts/auth/sessions'
import { Problem } from '@latchkey/contracts/errors'
import { userAgent } from '@latchkey/contracts/technical'
import * as z from 'zod/mini'
import { type Accepted, type Presented, type Refused, refused } from './verdict.ts'

const Answer = z.object({ data: currentSession.responses[200] })

interface Asked {
  readonly api: string
  readonly cookieName: string
  readonly signal: AbortSignal
}

/**
 * Asks the API whose session this token is. It counts there as a use of the session.
 * @throws {Error} if the API does not say: it is away, too slow for the signal, or answers neither 200 nor 401
 */
export async function askApi(
  { token, delivery }: Presented,
  { api, cookieName, signal }: Asked,
): Promise<Accepted | Refused> {
  const response = await fetch(api + currentSession.path, {
    headers: {
      'user-agent': userAgent,
      ...(delivery === 'bearer' ? { authorization: `Bearer ${token}` } : { cookie: `${cookieName}=${token}` }),
    },
    redirect: 'error',
    signal,
  })
  const body: unknown = await response.json()
  if (response.status === 200) {
    const { user, session, mustAddFactor } = z.parse(Answer, body).data
    return mustAddFactor ? refused(403, 'second_factor_required') : { ok: true, user, session }
  }
  if (response.status !== 401) throw new Error(`${api}${currentSession.path} answered ${response.status}.`)
  const { code, reason } = z.parse(Problem, body)
  return refused(401, code, reason)
}
