import { signIn } from '@latchkey/contracts/auth/sign-in'
import { focused } from '../fixtures/headings.ts'
import { signInBrowser, signInByForm } from '../fixtures/people.ts'
import { homePage } from '../fixtures/product.ts'
import { expect, minutes, test } from '../fixtures/test.ts'

test('after too many attempts a person sees when to try again, and keeps the typed text; a known browser need not wait', async ({
  page,
  server,
  user,
  clock,
  watcher,
  anotherBrowser,
}) => {
  const known = await anotherBrowser()
  await signInBrowser(known, server, user)
  const stranger = (await anotherBrowser()).request
  const guess = () => stranger.post(server.url + signIn.path, { data: { email: user.email, password: 'a guess' } })
  await expect.poll(async () => (await guess()).status(), { intervals: [0] }).toBe(429)

  watcher.expectStatus(429, signIn.path)
  await page.goto('/login')
  await signInByForm(page, user)
  await expect(focused(page)).toHaveText(/^Too many attempts\. Try again at \d\d:\d\d, or reset your password\.$/)
  await expect(page.getByLabel('Email address')).toHaveValue(user.email)
  await expect(page.getByLabel('Password', { exact: true })).toHaveValue(user.password)
  await signInBrowser(known, server, user)

  await clock.advance(minutes(1))
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(homePage(page)).toBeVisible()
})
