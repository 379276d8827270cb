import { providers as words } from '@latchkey/contracts/words/en/providers'
import { withProvider } from '@latchkey/contracts/words/en/with-provider'
import { loginPage, signUpPage } from '../fixtures/headings.ts'
import { tabTo } from '../fixtures/keyboard.ts'
import { signOutByMenu } from '../fixtures/people.ts'
import { homePage } from '../fixtures/product.ts'
import { providerButton, providerId, providerName, signInThere, test } from '../fixtures/provider.ts'
import { expect } from '../fixtures/test.ts'

test('a newcomer signs up with a provider, signs out, and signs in with it again', async ({ page, account }) => {
  await page.goto('/sign-up')
  await expect(signUpPage(page)).toBeVisible()
  await providerButton(page).click()
  await signInThere(page, account)
  await expect(homePage(page)).toBeVisible()
  await expect(page.getByRole('button', { name: /^Account menu/ })).toContainText('Grace Hopper')

  await signOutByMenu(page)
  await expect(loginPage(page)).toBeVisible()
  await test.step('the browser remembers the way, and no more', async () => {
    await expect(providerButton(page)).toContainText(words.lastUsed)
    expect(await page.evaluate(() => ({ ...localStorage }))).toEqual({ 'latchkey-provider': providerId })
  })
  await page.goto('/login?return=%2Fdevices')
  await providerButton(page).click()
  // The provider knows the browser.
  await expect(page).toHaveURL('/devices')
})

test('a person who says no at the provider is told so, and the address forgets it', async ({ page, account }) => {
  await page.goto('/login?return=%2Fdevices')
  await providerButton(page).click()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByRole('alert').filter({ hasText: withProvider.problems.denied(providerName) })).toBeVisible()
  await expect(page).toHaveURL('/login?return=%2Fdevices')
  await expect(providerButton(page)).not.toContainText(words.lastUsed)
  await providerButton(page).click()
  await signInThere(page, account)
  await expect(page).toHaveURL('/devices')
})

test('a person signs in with a provider by the keyboard alone', async ({ page, account }) => {
  await page.goto('/login')
  await expect(providerButton(page)).toBeVisible()
  await tabTo(page, /^Continue with Harbour/)
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('Account')).toBeVisible()
  await page.getByLabel('Account').focus()
  await page.keyboard.type(account.subject)
  await page.keyboard.press('Enter')
  await expect(homePage(page)).toBeVisible()
})
