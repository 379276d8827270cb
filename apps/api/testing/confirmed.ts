import { confirm } from '@latchkey/contracts/auth/confirmation'
import type { Mail } from '../src/platform/mail/mailer.ts'
import { type Caller, cookiesOf } from './call-endpoint.ts'
import type { TestApi } from './test-api.ts'

type SignIn = TestApi['signIn']

/** Confirms the password, as the dialog does; returns the caller with the session's new tokens. */
export async function confirmSession(api: TestApi, caller: Caller, password: string): Promise<Caller> {
  const { data, response } = await api.call(confirm, { password }, caller)
  const cookie = cookiesOf(response)
  return cookie ? { cookie, sameOrigin: true } : { token: data.token ?? '' }
}

/** Signs in and confirms the session. The mails about the sign-in are discarded. */
export async function signInConfirmed(api: TestApi, user: Parameters<SignIn>[0], how?: Parameters<SignIn>[1]) {
  const { session, caller } = await api.signIn(user, how)
  await api.deliver()
  return { session, caller: await confirmSession(api, caller, user.password) }
}

/** The token of a mail's link to `page`. */
export function secretIn(mail: Mail | undefined, page: string): string {
  const [, secret] = mail?.text.match(new RegExp(`${page}#token=(lk_[\\w-]+)`)) ?? []
  if (secret === undefined) throw new Error(`There is no link to ${page} in the mail to ${mail?.to}.`)
  return secret
}
