import { backChannelLogout } from '@latchkey/contracts/auth/identities'
import { proof } from '@latchkey/contracts/words/en/proof'
import { providers as buttons } from '@latchkey/contracts/words/en/providers'
import { withProvider } from '@latchkey/contracts/words/en/with-provider'
import { devicesPage, loginPage } from '../fixtures/headings.ts'
import { homePage } from '../fixtures/product.ts'
import { providerId, providerName, signInWithProvider, test } from '../fixtures/provider.ts'
import { setting } from '../fixtures/settings.ts'
import { expect } from '../fixtures/test.ts'

test('a person who has only a provider signs in again over a half-typed form, and every tab follows', async ({
  page,
  context,
  provider,
  server,
  account,
  watcher,
  playwright,
}) => {
  await signInWithProvider(page, account)
  await expect(homePage(page)).toBeVisible()
  await page.goto('/settings')
  const name = setting(page, 'Name').getByLabel('Name')
  await name.fill('Half a na')
  const other = await context.newPage()
  await other.goto('/devices')
  await expect(devicesPage(other)).toBeVisible()

  watcher.expectLostCookie()
  // The provider's own server calls: it has no cookie of ours.
  const calls = await playwright.request.newContext()
  const path = backChannelLogout.path.replace(':provider', providerId)
  const form = { logout_token: await provider.logoutToken({ sub: account.subject }) }
  expect((await calls.post(server.url + path, { form })).status()).toBe(200)
  await calls.dispose()
  await expect(loginPage(other)).toBeVisible()

  const dialog = page.getByRole('alertdialog', { name: proof.againTitle })
  await expect(dialog).toContainText('because you signed out at the provider')
  await expect(dialog.getByLabel('Password', { exact: true })).toHaveCount(0)
  const opened = context.waitForEvent('page')
  await dialog.getByRole('button', { name: buttons.continueWith(providerName) }).click()
  const tab = await opened
  await expect(tab.getByRole('heading', { level: 1 })).toHaveText(withProvider.confirmedTitle)
  await expect(dialog).toBeHidden()
  await expect(name).toHaveValue('Half a na')
  await expect(devicesPage(other)).toBeVisible()
})
