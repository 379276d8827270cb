import { changeEmail, changePassword } from '@latchkey/contracts/auth/account'
import { forgotPassword, notMe } from '@latchkey/contracts/auth/recovery'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { resend, signUp } from '@latchkey/contracts/auth/sign-up'
import { expect, it } from 'vitest'
import { confirmSession } from '../../../testing/confirmed.ts'
import { secretIn } from '../../../testing/mails.ts'
import { testApi } from '../../../testing/test.ts'

const api = await testApi({ environment: { TRUST_PROXY: 'loopback' } })
const headers = {
  host: 'evil.example',
  referer: 'http://evil.example/',
  'x-forwarded-host': 'evil.example',
  'x-forwarded-server': 'evil.example',
  'x-original-host': 'evil.example',
  forwarded: 'host=evil.example',
}

it('no mail has a link built from headers of the request, for every request that sends mail', async () => {
  const user = await api.createUser()
  const password = 'seven lanterns under a bridge'
  const email = `${crypto.randomUUID()}@example.com`
  await api.call(signUp, { email, password }, { headers })
  await api.call(resend, { email }, { headers })
  await api.call(signUp, { email: user.email, password }, { headers })
  await api.call(forgotPassword, { email: user.email }, { headers })
  const { data } = await api.call(signIn, { email: user.email, password: user.password }, { headers })
  const mails = await api.deliver()
  const confirmed = await confirmSession(api, { token: data.token ?? '' }, user.password)
  await api.call(changeEmail, { email: `new-${email}` }, { ...confirmed, headers })
  mails.push(...(await api.deliver()))
  const toOld = mails.findLast(({ to }) => to === user.email)
  const changed = { currentPassword: user.password, newPassword: password }
  await api.call(changePassword, changed, { ...confirmed, headers })
  await api.call(notMe, { token: secretIn(toOld) }, { headers })
  mails.push(...(await api.deliver()))

  const pagesLinked = new Set(mails.flatMap(({ text }) => text.match(/(?<=http:\/\/localhost:4000)\/[\w-]+/g) ?? []))
  expect([...pagesLinked].sort()).toEqual([
    '/cancel-email',
    '/confirm-email',
    '/forgot',
    '/login',
    '/not-me',
    '/reset',
    '/verify',
  ])
  expect(mails.map(({ text, html }) => text + html).filter(text => /evil/.test(text))).toEqual([])
})
