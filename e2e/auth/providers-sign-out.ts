import { backChannelLogout } from '@latchkey/contracts/auth/identities'
import { withProvider as words } from '@latchkey/contracts/words/en/with-provider'
import { loginPage } from '../fixtures/headings.ts'
import { signOutByMenu } from '../fixtures/people.ts'
import { homePage } from '../fixtures/product.ts'
import { providerButton, providerId, providerName, signInWithProvider, test } from '../fixtures/provider.ts'
import { momentMs, stopClock } from '../fixtures/stopped-clock.ts'
import { expect } from '../fixtures/test.ts'

test('a sign-out at the provider locks an open page in less than a second of its own clock', async ({
  page,
  context,
  provider,
  server,
  account,
  watcher,
  playwright,
}) => {
  await context.clock.install()
  await signInWithProvider(page, account)
  await expect(homePage(page)).toBeVisible()
  const { within } = await stopClock(context)
  watcher.expectLostCookie()

  // The provider's own server calls: it has no cookie of ours.
  const calls = await playwright.request.newContext()
  const path = backChannelLogout.path.replace(':provider', providerId)
  const form = { logout_token: await provider.logoutToken({ sub: account.subject }) }
  expect((await calls.post(server.url + path, { form })).status()).toBe(200)
  await within(async () => {
    await expect(loginPage(page)).toBeVisible({ timeout: momentMs })
    await expect(page.getByRole('main')).toContainText('because you signed out at the provider', { timeout: momentMs })
  })
  await calls.dispose()
})

test('a person who signs out can sign out at the provider too, and it asks again who they are', async ({
  page,
  account,
}) => {
  await signInWithProvider(page, account)
  await expect(homePage(page)).toBeVisible()
  await signOutByMenu(page)
  await page.getByRole('link', { name: words.signOutThere(providerName) }).click()
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await expect(loginPage(page)).toBeVisible()
  await expect(page.getByRole('link', { name: words.signOutThere(providerName) })).toBeHidden()

  await providerButton(page).click()
  await expect(page.getByRole('heading', { name: 'Sign in at the provider' })).toBeVisible()
})
