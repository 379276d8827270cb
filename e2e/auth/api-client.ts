import { listSessions } from '@latchkey/contracts/auth/devices'
import { currentSession, signOut } from '@latchkey/contracts/auth/sessions'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { sessionCookie } from '../fixtures/cookies.ts'
import { signOutDevice, toast } from '../fixtures/devices.ts'
import { expect, test } from '../fixtures/test.ts'

test('an API client signs in, appears in the browser’s list of devices, and is signed out from there', async ({
  signedInPage: page,
  context,
  playwright,
  server,
  user,
}) => {
  const client = await playwright.request.newContext({
    baseURL: server.url,
    userAgent: 'curl/8.5.0',
    ignoreHTTPSErrors: true,
  })
  const signedIn = await client.post(signIn.path, { data: { email: user.email, password: user.password } })
  expect(signedIn.status()).toBe(200)
  expect(signedIn.headers()['set-cookie']).toBeUndefined()
  const { token } = (await signedIn.json()).data
  const headers = { authorization: `Bearer ${token}` }
  expect((await client.get(currentSession.path, { headers })).status()).toBe(200)

  await test.step('the browser’s cookie does not work as a bearer token', async () => {
    const cookie = await sessionCookie(context)
    const answer = await client.get(currentSession.path, { headers: { authorization: `Bearer ${cookie?.value}` } })
    expect(await answer.json()).toMatchObject({ status: 401, code: 'invalid_token' })
  })

  await page.goto('/devices')
  await signOutDevice(page, 'API client (curl)')
  await expect(toast(page, 'API client (curl) is signed out.')).toBeVisible()

  for (const path of [currentSession.path, listSessions.path]) {
    const answer = await client.get(path, { headers })
    expect(await answer.json()).toMatchObject({ status: 401, code: 'session_ended', reason: 'revoked_by_you' })
  }
  expect((await client.delete(signOut.path, { headers })).status()).toBe(204)
  await client.dispose()
})
