import type { Page } from '@playwright/test'
import { endSession } from '../fixtures/end-session.ts'
import { heading, loginPage, settingsPage } from '../fixtures/headings.ts'
import { addAuthenticator, withoutAutofill } from '../fixtures/passkeys.ts'
import { passwordStart, signInByForm, signOutByMenu } from '../fixtures/people.ts'
import { homePage } from '../fixtures/product.ts'
import { givePassword, passwordDialog, setting } from '../fixtures/settings.ts'
import { expect, minutes, test } from '../fixtures/test.ts'

const factorDialog = (page: Page) => page.getByRole('alertdialog', { name: "Confirm that it's you" })
const againDialog = (page: Page) => page.getByRole('alertdialog', { name: 'Sign in again' })

test('a person adds a passkey, lives without a password, and sets one again', async ({
  signedInPage: page,
  user,
  newcomer,
  clock,
  server,
  watcher,
}) => {
  watcher.expectStatus(403, '/api/restricted/factors/passkeys/options')
  watcher.expectStatus(403, '/api/restricted/password')
  watcher.expectStatus(403, '/api/restricted/email/change')
  const authenticator = await addAuthenticator(page)

  await test.step('the settings lead to a passkey first', async () => {
    await page.goto('/settings')
    await setting(page, 'Password').getByRole('link', { name: 'Add a passkey' }).click()
    await page.getByRole('button', { name: 'Create a passkey' }).click()
    await givePassword(page, user.password)
    await page.getByRole('button', { name: 'I have saved them' }).click()
    expect(await authenticator.count()).toBe(1)
  })

  await test.step('the password goes, with the passkey as the proof', async () => {
    await page.goto('/settings')
    const section = setting(page, 'Password')
    await section.getByRole('button', { name: 'Remove password' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove password' }).click()
    await expect(section.getByRole('status').filter({ hasText: 'Your password is removed.' })).toBeFocused()
    await expect(section.getByLabel('Current password')).toHaveCount(0)
    await expect(section.getByRole('button', { name: 'Set a password' })).toBeVisible()
  })

  await test.step('the passkey signs in', async () => {
    await authenticator.setPresent(false)
    await signOutByMenu(page)
    await expect(loginPage(page)).toBeVisible()
    // The authenticator could answer autofill, and the button would be gone.
    await withoutAutofill(page)
    await page.reload()
    await expect(loginPage(page)).toBeVisible()
    await authenticator.setPresent(true)
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await expect(homePage(page)).toBeVisible()
  })

  await test.step('a change asks for the passkey, not for a password', async () => {
    await page.goto('/settings')
    await clock.advance(minutes(11))
    const section = setting(page, 'Email address')
    await section.getByLabel('New email address').fill(newcomer.email)
    await section.getByRole('button', { name: 'Send the link', exact: true }).click()
    await expect(factorDialog(page)).toBeVisible()
    await expect(factorDialog(page).getByLabel('Password')).toHaveCount(0)
    await factorDialog(page).getByRole('button', { name: 'Confirm' }).click()
    await expect(section.getByRole('status')).toContainText('We sent a link')
  })

  await test.step('a session that ends is continued by the passkey, and nothing typed is lost', async () => {
    await page.reload()
    await expect(settingsPage(page)).toBeVisible()
    const name = setting(page, 'Name').getByLabel('Name')
    await name.fill('Half a na')
    const { data } = await (await page.request.get('/api/restricted/session')).json()
    await endSession(server, watcher, data.session.id)
    await expect(againDialog(page)).toBeVisible()
    await expect(passwordDialog(page).getByLabel('Password', { exact: true })).toHaveCount(0)
    await againDialog(page).getByRole('button', { name: 'Sign in' }).click()
    await expect(againDialog(page)).toBeHidden()
    await expect(name).toHaveValue('Half a na')
  })

  await test.step('a password can be set again, and signs in with the passkey as the second factor', async () => {
    const password = `${passwordStart} ${crypto.randomUUID()}`
    const section = setting(page, 'Password')
    await section.getByLabel('New password').fill(password)
    await section.getByRole('button', { name: 'Set a password' }).click()
    await factorDialog(page).getByRole('button', { name: 'Confirm' }).click()
    await expect(section.getByRole('status').filter({ hasText: 'Your password is set.' })).toBeFocused()
    await expect(section.getByRole('button', { name: 'Change password' })).toBeVisible()
    await authenticator.setPresent(false)
    await signOutByMenu(page)
    await expect(loginPage(page)).toBeVisible()
    await signInByForm(page, { email: user.email, password })
    await expect(heading('Use your passkey')(page)).toBeVisible()
  })
})

test('a browser without passkeys offers no way to remove the password', async ({ signedInPage: page }) => {
  await page.addInitScript(() => Reflect.deleteProperty(window, 'PublicKeyCredential'))
  await page.goto('/settings')
  const section = setting(page, 'Password')
  await expect(section.getByRole('button', { name: 'Change password' })).toBeVisible()
  await expect(section.getByRole('heading', { name: 'Sign in without a password' })).toHaveCount(0)
})
