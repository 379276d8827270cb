import { expectNothingCut } from '../fixtures/cut-text.ts'
import { canvasOf, expectBorders } from '../fixtures/forced-colours.ts'
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
import { givePassword, passwordDialog, setting } from '../fixtures/settings.ts'
import { stateTest as test } from '../fixtures/state.ts'
import { expect, hours } from '../fixtures/test.ts'
import { firefoxOnLinux, safariOnPhone } from '../fixtures/user-agents.ts'

// Without this, colours fade, and axe would check the colours in between.
test.use({ contextOptions: { reducedMotion: 'reduce' } })

test('both steps of the sign-in page', async ({ page, check, newcomer }) => {
  await page.goto('/login')
  await expect(loginPage(page)).toBeVisible()
  await check('the address')
  await giveAddress(page, newcomer.email)
  await expect(page.getByLabel('Password', { exact: true })).toBeFocused()
  await check('the password')
})

test('the sign-in page with errors', async ({ page, check, watcher }) => {
  watcher.expectStatus(401, '/api/sessions/sign_in')
  await page.goto('/login?return=%2Fdevices')
  await page.getByRole('button', { name: 'Continue', exact: true }).click()
  await expect(page.getByLabel('Email address')).toBeFocused()
  await check('an empty address')
  await giveAddress(page, 'stranger@example.com')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByLabel('Password', { exact: true })).toHaveAttribute('aria-invalid', 'true')
  await check('no password')
  await signInByForm(page, { email: 'stranger@example.com', password: 'any password' })
  await expect(focused(page)).toContainText("don't match")
  await check('a mismatch')
})

test('the sign-in page after a session has ended', async ({ signedInPage: page, check, clock }) => {
  await clock.advance(hours(25))
  await page.goto('/devices')
  await expect(page.getByRole('main')).toContainText('You were signed out')
  await check('the sign-in page after a session')
})

test('the devices page, and the dialog before a device is signed out', async ({
  signedInPage: page,
  anotherBrowser,
  server,
  user,
  clock,
  check,
}) => {
  await signInBrowser(await anotherBrowser({ userAgent: safariOnPhone.userAgent }), server, user)
  await clock.advance(hours(3))
  await signInBrowser(await anotherBrowser({ userAgent: firefoxOnLinux.userAgent }), server, user)
  await signInBrowser(page.context(), server, user)
  await page.goto('/devices')
  await expect(devicesPage(page)).toBeVisible()
  await page.getByText(/^Ended in the last 30 days/).click()
  await check('the devices')
  await page.getByRole('button', { name: 'Rename Firefox on Linux' }).click()
  await page.getByLabel('Name of the device').fill('\u2800')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Enter a name for the device.')).toBeVisible()
  await check('a name of a device with an error')
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('button', { name: /^Sign out Firefox on Linux/ }).click()
  await expect(page.getByRole('button', { name: 'Undo', exact: true })).toBeVisible()
  await check('a device that can be undone')
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await page.getByRole('button', { name: 'Sign out of all other devices' }).click()
  await expect(page.getByRole('alertdialog')).toBeVisible()
  await check('the dialog of the devices')
})

test('the home page, and pages while the server is away', async ({ signedInPage: page, check, outage }) => {
  await page.goto('/')
  await expect(homePage(page)).toBeVisible()
  await check('the home page')
  await outage.begin()
  await page.getByRole('link', { name: 'Devices', exact: true }).click()
  await expect(page.getByRole('status').filter({ hasText: 'still signed in' })).toBeVisible()
  // The heading arrives with what the page waits for. The text is still large.
  await expectNothingCut(page, 'an outage')
  await signOutByMenu(page)
  await expect(page.getByRole('status').filter({ hasText: "We'll keep trying." })).toBeVisible()
  await expect(page.getByRole('main')).toContainText('Keep it open')
  await check('a sign-out in an outage')
})

test('an unknown page', async ({ page, check, watcher }) => {
  watcher.expectStatus(404, '/no/such/page')
  await page.goto('/no/such/page')
  await expect(unknownPage(page)).toBeVisible()
  await check('an unknown page')
})

test('sign-up, with errors and with the hint on a password, and the code', async ({ page, check, newcomer }) => {
  await page.goto('/sign-up')
  await expect(signUpPage(page)).toBeVisible()
  await check('sign-up')
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(page.getByLabel('Email address')).toBeFocused()
  await page.getByLabel('Email address').fill(newcomer.email)
  await page.getByLabel('Password', { exact: true }).fill('password1234')
  await expect(page.getByRole('status').filter({ hasText: 'Easy to guess.' })).toBeVisible()
  await check('sign-up with an easy password')
  await page.getByLabel('Password', { exact: true }).fill(newcomer.password)
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(mailSentPage(page)).toBeVisible()
  await check('the page for the code')
})

for (const [path, shown] of [
  ['/verify', verifyPage],
  ['/reset', resetPage],
  ['/not-me', notMePage],
] as const)
  test(`the page behind a mailed link: ${path}`, async ({ page, check }) => {
    await page.goto(`${path}#token=lk_one`)
    await expect(shown(page)).toBeVisible()
    await check(path)
    await page.reload()
    await expect(page.getByRole('heading', { name: 'Open the link again' })).toBeVisible()
    await check(`${path} without its secret`)
  })

test('the page for a new password, with the hint on it', async ({ page, check, newcomer }) => {
  await page.goto('/reset#token=lk_one')
  await page.getByLabel('New password').fill(newcomer.password)
  await expect(page.getByRole('main')).toContainText('Very hard to guess.')
  await check('/reset with a password')
})

test('the page for a forgotten password', async ({ page, check, newcomer }) => {
  await page.goto('/forgot')
  await expect(forgotPage(page)).toBeVisible()
  await check('a forgotten password')
  await page.getByLabel('Email address').fill(newcomer.email)
  await page.getByRole('button', { name: 'Send the link' }).click()
  await expect(mailSentPage(page)).toBeVisible()
  await check('a forgotten password, sent')
})

test('the pages for a code by mail', async ({ page, check, newcomer }) => {
  await page.goto('/login/code')
  await expect(codePage(page)).toBeVisible()
  await check('a code by mail')
  await page.getByLabel('Email address').fill(newcomer.email)
  await page.getByRole('button', { name: 'Email me a code' }).click()
  await expect(mailSentPage(page)).toBeVisible()
  await check('a code by mail, sent')
})

test('the settings, and their dialogs', async ({ signedInPage: page, check, user, newcomer, watcher }) => {
  watcher.expectStatus(403, '/api/restricted/email/change')
  await page.goto('/settings')
  await expect(settingsPage(page)).toBeVisible()
  await check('the settings')
  const address = setting(page, 'Email address')
  await address.getByLabel('New email address').fill(newcomer.email)
  await address.getByRole('button', { name: 'Send the link' }).click()
  await expect(passwordDialog(page)).toBeVisible()
  await check('the dialog for the password')
  await page.keyboard.press('Escape')
  await setting(page, 'Delete account').getByRole('button', { name: 'Delete account' }).click()
  await expect(page.getByRole('alertdialog')).toBeVisible()
  await check('the dialog before a deletion')
  await page.keyboard.press('Escape')
  await address.getByRole('button', { name: 'Send the link' }).click()
  await givePassword(page, user.password)
  await expect(address.getByRole('button', { name: 'Cancel this change' })).toBeVisible()
  await check('the settings with a new address that waits')
})

test('the activity page', async ({ signedInPage: page, check }) => {
  await page.goto('/activity')
  await expect(activityPage(page)).toBeVisible()
  await page.locator('summary', { hasText: 'Signed in' }).click()
  await page.getByRole('button', { name: "This wasn't me" }).click()
  await expect(page.getByRole('button', { name: 'Sign out others and change password' })).toBeVisible()
  await check('the activity')
})

test('the page that confirms a new address', async ({ signedInPage: page, check }) => {
  await page.goto('/confirm-email#token=lk_one')
  await expect(confirmEmailPage(page)).toBeVisible()
  await check('a new address')
})

test('with forced colours, the current page and the fields can be told', async ({ signedInPage: page }) => {
  await page.emulateMedia({ forcedColors: 'active' })
  await page.goto('/settings')
  await expect(settingsPage(page)).toBeVisible()
  const underline = (name: string) =>
    page.getByRole('link', { name, exact: true }).evaluate(link => getComputedStyle(link).borderBottomColor)
  const canvas = await canvasOf(page)
  expect(await underline('Settings')).not.toBe(canvas)
  expect(await underline('Devices')).toBe(canvas)
  expect(await expectBorders(page)).toBeGreaterThan(3)
})
