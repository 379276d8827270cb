import { deviceCards, toast } from '../fixtures/devices.ts'
import {
  activityPage,
  codePage,
  confirmEmailPage,
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
  verifyPage,
} from '../fixtures/headings.ts'
import { pressUntilSignedIn } from '../fixtures/outage.ts'
import { giveAddress, signInBrowser, signInByForm, signOutByMenu } from '../fixtures/people.ts'
import { homePage } from '../fixtures/product.ts'
import { passwordDialog, setting } from '../fixtures/settings.ts'
import { checkTargets } from '../fixtures/targets.ts'
import { expect, test } from '../fixtures/test.ts'
import { firefoxOnLinux } from '../fixtures/user-agents.ts'

test.use({ viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true })

test('every button and link is large enough to touch on the smallest phone', async ({
  page,
  user,
  newcomer,
  server,
  anotherBrowser,
  watcher,
}) => {
  watcher.expectStatus(403, '/api/restricted/email/change')
  await signInBrowser(await anotherBrowser({ userAgent: firefoxOnLinux.userAgent }), server, user)

  await page.goto('/login')
  await expect(loginPage(page)).toBeVisible()
  await checkTargets(page)
  await giveAddress(page, newcomer.email)
  await expect(page.getByRole('link', { name: 'Email me a code' })).toBeVisible()
  await checkTargets(page)
  for (const [path, shown] of [
    ['/login/code', codePage],
    ['/sign-up', signUpPage],
    ['/forgot', forgotPage],
  ] as const) {
    await page.goto(path)
    await expect(shown(page)).toBeVisible()
    await checkTargets(page)
  }
  // These secrets are invalid, but the pages send nothing before their button is pressed.
  for (const [path, shown] of [
    ['/verify#token=lk_none', verifyPage],
    ['/reset#token=lk_none', resetPage],
    ['/not-me#token=lk_none', notMePage],
    ['/keep-account#token=lk_none', keepPage],
  ] as const) {
    await page.goto(path)
    await expect(shown(page)).toBeVisible()
    await checkTargets(page)
  }
  await page.goto('/sign-up')
  await page.getByLabel('Email address').fill(newcomer.email)
  await page.getByLabel('Password', { exact: true }).fill(newcomer.password)
  await page.getByRole('button', { name: 'Create account' }).tap()
  await expect(mailSentPage(page)).toBeVisible()
  await checkTargets(page)
  await page.goto('/login')
  await signInByForm(page, user)
  await expect(homePage(page)).toBeVisible()
  await checkTargets(page)
  await page.getByRole('link', { name: 'Settings', exact: true }).tap()
  await expect(settingsPage(page)).toBeVisible()
  await checkTargets(page)
  await setting(page, 'Email address').getByLabel('New email address').fill(newcomer.email)
  await setting(page, 'Email address').getByRole('button', { name: 'Send the link' }).tap()
  await expect(passwordDialog(page)).toBeVisible()
  await checkTargets(page)
  await passwordDialog(page).getByRole('button', { name: 'Cancel' }).tap()
  await expect(passwordDialog(page)).toBeHidden()
  await page.goto('/confirm-email#token=lk_none')
  await expect(confirmEmailPage(page)).toBeVisible()
  await checkTargets(page)
  await page.getByRole('link', { name: 'Devices', exact: true }).tap()
  await expect(devicesPage(page)).toBeVisible()
  await checkTargets(page)
  await page.getByRole('button', { name: 'Rename Firefox on Linux' }).tap()
  await checkTargets(page)
  await page.getByRole('button', { name: 'Cancel' }).tap()
  await page.getByRole('button', { name: /^Sign out Firefox on Linux/ }).tap()
  await expect(page.getByRole('button', { name: 'Undo', exact: true })).toBeVisible()
  await checkTargets(page)
  await page.getByRole('button', { name: 'Close', exact: true }).tap()
  await expect(toast(page, 'Firefox on Linux is signed out.')).toBeVisible()
  await page.getByRole('link', { name: /^Activity of/ }).tap()
  await expect(activityPage(page)).toBeVisible()
  await page.locator('summary').first().tap()
  await checkTargets(page)
  await page.getByRole('button', { name: "This wasn't me" }).tap()
  await checkTargets(page)
  await signOutByMenu(page)
  await expect(loginPage(page)).toBeVisible()
})

test('signing out a device far down the list shows the result where the person looks, and keeps the focus there', async ({
  signedInPage: page,
  user,
  server,
  anotherBrowser,
}) => {
  const browser = await anotherBrowser({ userAgent: firefoxOnLinux.userAgent })
  for (let number = 0; number < 8; number++) {
    await browser.clearCookies()
    await signInBrowser(browser, server, user)
  }
  await page.goto('/devices')
  await page
    .getByRole('button', { name: /^Sign out Firefox on Linux/ })
    .last()
    .tap()
  await expect(toast(page, 'Signing out Firefox on Linux…')).toBeInViewport()
  await expect(page.getByRole('button', { name: 'Undo', exact: true }).last()).toBeInViewport()
  await page.getByRole('button', { name: 'Close', exact: true }).tap()
  await expect(toast(page, 'Firefox on Linux is signed out.')).toBeInViewport()
  await expect(deviceCards(page)).toHaveCount(7)
  await expect(deviceCards(page).last()).toBeInViewport()
  expect(await page.evaluate(() => scrollY)).toBeGreaterThan(300)
})

for (const [width, height] of [
  [320, 568],
  [375, 667],
] as const) {
  test(`the server is away: the banner does not cover the button at ${width} × ${height}`, async ({
    page,
    user,
    outage,
  }) => {
    await page.setViewportSize({ width, height })
    await page.goto('/login')
    await expect(loginPage(page)).toBeVisible()
    await outage.begin()
    await signInByForm(page, user)
    const notReached = 'Try again when the server is back.'
    const banner = page.getByRole('status').filter({ hasText: "Can't reach the server. We'll keep trying." })
    await expect(focused(page)).toHaveText(notReached)
    await expect(banner).toBeVisible()

    const button = page.getByRole('button', { name: 'Sign in', exact: true })
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight))
    const { y: top = 0 } = (await banner.boundingBox()) ?? {}
    const { y = 0, height: tall = 0 } = (await button.boundingBox()) ?? {}
    expect(tall).toBeGreaterThan(0)
    expect(y + tall).toBeLessThanOrEqual(top)
    await page.getByLabel('Email address').focus()
    await button.tap()
    await expect(focused(page)).toHaveText(notReached)

    await outage.end()
    await pressUntilSignedIn(page, button)
  })
}
