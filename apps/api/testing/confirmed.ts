import { confirm } from '@latchkey/contracts/auth/sign-in'
import type { Mail } from '../src/platform/mail/mailer.ts'
import type { Caller } from './call-endpoint.ts'
import type { TestApi } from './test-api.ts'

type SignIn = TestApi['signIn']

/** Proves the password again, as the dialog does; answers what the session is now called with. */
export async function confirmSession(api: TestApi, caller: Caller, password: string): Promise<Caller> {
  const { data, response } = await api.call(confirm, { password }, caller)
  const [kept] = response.cookies
  return kept ? { cookie: `${kept.name}=${kept.value}`, sameOrigin: true } : { token: data.token ?? '' }
}

/** Signs in and confirms the session; what was mailed about it is read. */
export async function signInConfirmed(api: TestApi, user: Parameters<SignIn>[0], how?: Parameters<SignIn>[1]) {
  const { session, caller } = await api.signIn(user, how)
  await api.deliver()
  return { session, caller: await confirmSession(api, caller, user.password) }
}

/** The secret of the link to `page` in a mail. */
export function secretIn(mail: Mail | undefined, page: string): string {
  const [, secret] = mail?.text.match(new RegExp(`${page}#token=(lk_[\\w-]+)`)) ?? []
  if (secret === undefined) throw new Error(`There is no link to ${page} in the mail to ${mail?.to}.`)
  return secret
}
