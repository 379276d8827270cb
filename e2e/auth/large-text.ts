import { textSizeOf } from '../fixtures/cut-text.ts'
import { canvasOf, expectBorders } from '../fixtures/forced-colours.ts'
import {
  activityPage,
  codePage,
  confirmEmailPage,
  deadLinkPage,
  devicesPage,
  focused,
  forgotPage,
  keepPage,
  loginPage,
  mailSentPage,
  notMePage,
  resetPage,
  settingsPage,
  signUpPage,
  unknownPage,
  verifyPage,
} from '../fixtures/headings.ts'
import { giveAddress, signInBrowser } from '../fixtures/people.ts'
import { homePage, notesPage } from '../fixtures/product.ts'
import { givePassword, passwordDialog, setting } from '../fixtures/settings.ts'
import { expect, test } from '../fixtures/test.ts'
import { firefoxOnLinux } from '../fixtures/user-agents.ts'

test.use({ contextOptions: { reducedMotion: 'reduce' } })

test('text at 150 % and at 200 % is cut on no page for visitors', async ({ page, newcomer, watcher }) => {
  watcher.expectStatus(404, '/no/such/page')
  watcher.expectStatus(400, '/api/passwords/reset')
  const text = await textSizeOf(page)
  await text.set(200)
  for (const [path, shown] of [
    ['/login', loginPage],
    ['/login/code', codePage],
    ['/forgot', forgotPage],
    ['/verify#token=lk_none', verifyPage],
    ['/not-me#token=lk_none', notMePage],
    ['/keep-account#token=lk_none', keepPage],
    ['/no/such/page', unknownPage],
  ] as const) {
    await page.goto(path)
    await expect(shown(page)).toBeVisible()
    await text.expectNothingCut(path)
  }
  await page.goto('/login')
  await page.getByRole('button', { name: 'Continue', exact: true }).click()
  await expect(page.getByRole('main')).toContainText('Enter your email address.')
  await text.expectNothingCut('the sign-in page with an error')
  await giveAddress(page, newcomer.email)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByLabel('Password', { exact: true })).toHaveAttribute('aria-invalid', 'true')
  await text.expectNothingCut('the sign-in page without the password')

  await page.goto('/reset#token=lk_none')
  await expect(resetPage(page)).toBeVisible()
  await page.getByLabel('New password').fill(newcomer.password)
  await expect(page.getByRole('main')).toContainText('Very hard to guess.')
  await text.expectNothingCut('/reset')
  await page.getByRole('button', { name: 'Change password' }).click()
  await expect(deadLinkPage(page)).toBeVisible()
  await text.expectNothingCut('a dead link')

  await page.goto('/sign-up')
  await expect(signUpPage(page)).toBeVisible()
  await page.getByLabel('Email address').fill(newcomer.email)
  await page.getByLabel('Password', { exact: true }).fill('password1234')
  await expect(page.getByRole('main')).toContainText('Easy to guess.')
  await text.expectNothingCut('/sign-up')
  await page.getByLabel('Password', { exact: true }).fill(newcomer.password)
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(mailSentPage(page)).toBeVisible()
  await text.expectNothingCut('the page for the code')
})

test('text at 150 % and at 200 % is cut on no page for signed-in people', async ({
  signedInPage: page,
  user,
  newcomer,
  server,
  anotherBrowser,
  outage,
  watcher,
}) => {
  watcher.expectStatus(403, '/api/restricted/email/change')
  await signInBrowser(await anotherBrowser({ userAgent: firefoxOnLinux.userAgent }), server, user)
  await signInBrowser(page.context(), server, user)
  const text = await textSizeOf(page)
  await text.set(200)
  for (const [path, shown] of [
    ['/', homePage],
    ['/activity', activityPage],
    ['/confirm-email#token=lk_none', confirmEmailPage],
  ] as const) {
    await page.goto(path)
    await expect(shown(page)).toBeVisible()
    if (path === '/activity') await page.locator('summary').first().click()
    await text.expectNothingCut(path)
  }
  await page.goto('/devices')
  await expect(devicesPage(page)).toBeVisible()
  await page.getByText(/^Ended in the last 30 days/).click()
  await text.expectNothingCut('/devices')
  await page.getByRole('button', { name: 'Sign out of all other devices' }).click()
  await expect(page.getByRole('alertdialog')).toBeVisible()
  await text.expectNothingCut('the dialog of the devices')

  await page.goto('/notes')
  await expect(notesPage(page)).toBeVisible()
  await page.getByLabel('New note').fill('Ask Charles whether the second mill can carry forty digits')
  await page.getByRole('button', { name: 'Save note' }).click()
  await expect(page.getByRole('listitem')).toContainText('Ask Charles')
  await text.expectNothingCut('/notes')

  await page.goto('/settings')
  await expect(settingsPage(page)).toBeVisible()
  const address = setting(page, 'Email address')
  await address.getByLabel('New email address').fill(newcomer.email)
  await address.getByRole('button', { name: 'Send the link' }).click()
  await expect(passwordDialog(page)).toBeVisible()
  await text.expectNothingCut('the dialog for the password')
  await givePassword(page, user.password)
  await expect(address.getByRole('button', { name: 'Cancel this change' })).toBeVisible()
  await text.expectNothingCut('/settings')
  await address.getByRole('button', { name: 'Cancel this change' }).click()
  await expect(focused(page)).toHaveText('The change is cancelled. Your address stays the same.')

  await outage.begin()
  await page.getByRole('link', { name: 'Devices', exact: true }).click()
  await expect(page.getByRole('status').filter({ hasText: 'still signed in' })).toBeVisible()
  await text.expectNothingCut('an outage')
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
