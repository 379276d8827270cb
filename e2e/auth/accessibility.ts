import { checkEverywhere } from '../fixtures/axe.ts'
import {
  activityPage,
  codePage,
  confirmEmailPage,
  devicesPage,
  focused,
  forgotPage,
  loginPage,
  mailSentPage,
  notMePage,
  resetPage,
  settingsPage,
  signUpPage,
  unknownPage,
  verifyPage,
} from '../fixtures/headings.ts'
import { giveAddress, signInBrowser, signInByForm, signOutByMenu } from '../fixtures/people.ts'
import { homePage } from '../fixtures/product.ts'
import { passwordDialog, setting } from '../fixtures/settings.ts'
import { expect, hours, test } from '../fixtures/test.ts'
import { firefoxOnLinux, safariOnPhone } from '../fixtures/user-agents.ts'

// Without this, colours fade, and axe would check the colours in between.
test.use({ contextOptions: { reducedMotion: 'reduce' } })

test('both steps of the sign-in page', async ({ page, newcomer }) => {
  await page.goto('/login')
  await expect(loginPage(page)).toBeVisible()
  await checkEverywhere(page)
  await giveAddress(page, newcomer.email)
  await expect(page.getByLabel('Password', { exact: true })).toBeFocused()
  await checkEverywhere(page)
})

test('the sign-in page with errors', async ({ page, watcher }) => {
  watcher.expectStatus(401, '/api/sessions/sign_in')
  await page.goto('/login?return=%2Fdevices')
  await page.getByRole('button', { name: 'Continue', exact: true }).click()
  await expect(page.getByLabel('Email address')).toBeFocused()
  await checkEverywhere(page)
  await signInByForm(page, { email: 'stranger@example.com', password: 'any password' })
  await expect(focused(page)).toContainText("don't match")
  await checkEverywhere(page)
})

test('the sign-in page after a session has ended', async ({ signedInPage: page, clock }) => {
  await clock.advance(hours(25))
  await page.goto('/devices')
  await expect(page.getByRole('main')).toContainText('You were signed out')
  await checkEverywhere(page)
})

test('the home page', async ({ signedInPage: page }) => {
  await page.goto('/')
  await expect(homePage(page)).toBeVisible()
  await checkEverywhere(page)
})

test('the devices page, and the dialog before a device is signed out', async ({
  signedInPage: page,
  anotherBrowser,
  server,
  user,
  clock,
}) => {
  await signInBrowser(await anotherBrowser({ userAgent: safariOnPhone.userAgent }), server, user)
  await clock.advance(hours(3))
  await signInBrowser(await anotherBrowser({ userAgent: firefoxOnLinux.userAgent }), server, user)
  await signInBrowser(page.context(), server, user)
  await page.goto('/devices')
  await expect(devicesPage(page)).toBeVisible()
  await page.getByText(/^Ended in the last 30 days/).click()
  await checkEverywhere(page)
  await page.getByRole('button', { name: 'Rename Firefox on Linux' }).click()
  await page.getByLabel('Name of the device').fill('\u2800')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Enter a name for the device.')).toBeVisible()
  await checkEverywhere(page)
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('button', { name: /^Sign out Firefox on Linux/ }).click()
  await expect(page.getByRole('button', { name: 'Undo', exact: true })).toBeVisible()
  await checkEverywhere(page)
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await page.getByRole('button', { name: 'Sign out of all other devices' }).click()
  await expect(page.getByRole('alertdialog')).toBeVisible()
  await checkEverywhere(page)
})

test('a page while the server is away', async ({ signedInPage: page, outage }) => {
  await page.goto('/')
  await expect(homePage(page)).toBeVisible()
  await outage.begin()
  await signOutByMenu(page)
  await expect(page.getByRole('status').filter({ hasText: "We'll keep trying." })).toBeVisible()
  await expect(page.getByRole('main')).toContainText('Keep it open')
  await checkEverywhere(page)
})

test('an unknown page', async ({ page, watcher }) => {
  watcher.expectStatus(404, '/no/such/page')
  await page.goto('/no/such/page')
  await expect(unknownPage(page)).toBeVisible()
  await checkEverywhere(page)
})

test('sign-up, with errors and with the hint on a password, and the code', async ({ page, newcomer }) => {
  await page.goto('/sign-up')
  await expect(signUpPage(page)).toBeVisible()
  await checkEverywhere(page)
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(page.getByLabel('Email address')).toBeFocused()
  await page.getByLabel('Email address').fill(newcomer.email)
  await page.getByLabel('Password', { exact: true }).fill('password1234')
  await expect(page.getByRole('status').filter({ hasText: 'Easy to guess.' })).toBeVisible()
  await checkEverywhere(page)
  await page.getByLabel('Password', { exact: true }).fill(newcomer.password)
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(mailSentPage(page)).toBeVisible()
  await checkEverywhere(page)
})

for (const [path, shown] of [
  ['/verify', verifyPage],
  ['/reset', resetPage],
  ['/not-me', notMePage],
] as const)
  test(`the page behind a mailed link: ${path}`, async ({ page }) => {
    await page.goto(`${path}#token=lk_one`)
    await expect(shown(page)).toBeVisible()
    await checkEverywhere(page)
    await page.reload()
    await expect(page.getByRole('heading', { name: 'Open the link again' })).toBeVisible()
    await checkEverywhere(page)
  })

test('the page for a forgotten password', async ({ page, newcomer }) => {
  await page.goto('/forgot')
  await expect(forgotPage(page)).toBeVisible()
  await checkEverywhere(page)
  await page.getByLabel('Email address').fill(newcomer.email)
  await page.getByRole('button', { name: 'Send the link' }).click()
  await expect(mailSentPage(page)).toBeVisible()
  await checkEverywhere(page)
})

test('the pages for a code by mail', async ({ page, newcomer }) => {
  await page.goto('/login/code')
  await expect(codePage(page)).toBeVisible()
  await checkEverywhere(page)
  await page.getByLabel('Email address').fill(newcomer.email)
  await page.getByRole('button', { name: 'Email me a code' }).click()
  await expect(mailSentPage(page)).toBeVisible()
  await checkEverywhere(page)
})

test('the settings, and their dialogs', async ({ signedInPage: page, newcomer, watcher }) => {
  watcher.expectStatus(403, '/api/restricted/email/change')
  await page.goto('/settings')
  await expect(settingsPage(page)).toBeVisible()
  await checkEverywhere(page)
  await setting(page, 'Email address').getByLabel('New email address').fill(newcomer.email)
  await setting(page, 'Email address').getByRole('button', { name: 'Send the link' }).click()
  await expect(passwordDialog(page)).toBeVisible()
  await checkEverywhere(page)
  await page.keyboard.press('Escape')
  await setting(page, 'Delete account').getByRole('button', { name: 'Delete account' }).click()
  await expect(page.getByRole('alertdialog')).toBeVisible()
  await checkEverywhere(page)
})

test('the activity page', async ({ signedInPage: page }) => {
  await page.goto('/activity')
  await expect(activityPage(page)).toBeVisible()
  await page.locator('summary', { hasText: 'Signed in' }).click()
  await page.getByRole('button', { name: "This wasn't me" }).click()
  await expect(page.getByRole('button', { name: 'Sign out others and change password' })).toBeVisible()
  await checkEverywhere(page)
})

test('the page that confirms a new address', async ({ signedInPage: page }) => {
  await page.goto('/confirm-email#token=lk_one')
  await expect(confirmEmailPage(page)).toBeVisible()
  await checkEverywhere(page)
})
