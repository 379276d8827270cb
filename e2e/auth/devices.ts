import { currentSession } from '@latchkey/contracts/auth/sessions'
import type { Page } from '@playwright/test'
import { sessionCookie } from '../fixtures/cookies.ts'
import { deviceCard, deviceCards, toast } from '../fixtures/devices.ts'
import { activityPage, focused, loginPage } from '../fixtures/headings.ts'
import { signInBrowser, signInByForm } from '../fixtures/people.ts'
import { homePage } from '../fixtures/product.ts'
import { expect, minutes, test } from '../fixtures/test.ts'
import { firefoxOnLinux, safariOnPhone } from '../fixtures/user-agents.ts'

const dialog = (page: Page) => page.getByRole('alertdialog')
const signOutOf = (page: Page, name: string) => page.getByRole('button', { name: new RegExp(`^Sign out ${name}`) })
const signedOutFromList = 'You were signed out because you ended this session in your list of devices.'
const revokes = (page: Page) => {
  const sent: string[] = []
  page.on('request', request => request.url().endsWith('/revoke') && sent.push(request.url()))
  return sent
}

test('a person signs out another device, and that device shows why', async ({
  signedInPage: page,
  anotherBrowser,
  server,
  user,
}) => {
  const firefox = await anotherBrowser({ userAgent: firefoxOnLinux.userAgent })
  await signInBrowser(firefox, server, user)
  const there = await firefox.newPage()
  await there.goto('/')
  await page.goto('/devices')
  const card = deviceCard(page, firefoxOnLinux.deviceName)
  await expect(deviceCards(page)).toHaveCount(1)
  await expect(card).toContainText('New')
  await expect(card).toContainText('127.0.0.1')
  await expect(card).toContainText('Last seen just now')
  await expect(page.getByRole('region', { name: 'This device' })).not.toContainText('New')

  await signOutOf(page, firefoxOnLinux.deviceName).click()
  await expect(toast(page, 'Signing out Firefox on Linux…')).toBeVisible()
  await expect(focused(page)).toHaveAccessibleName('Signing out…')
  // The page holds the request back for eight seconds.
  await expect(toast(page, 'Firefox on Linux is signed out.')).toBeVisible({ timeout: 20_000 })
  await expect(page.getByText("You aren't signed in anywhere else.")).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Other devices' })).toBeFocused()

  await test.step('the other device is signed out at once, and can sign in again', async () => {
    await expect(loginPage(there)).toBeVisible()
    await expect(there.getByRole('main')).toContainText(signedOutFromList)
    expect(await sessionCookie(firefox)).toBeUndefined()
    await signInByForm(there, user)
    await expect(homePage(there)).toBeVisible()
  })

  await test.step('the list says when and why it ended', async () => {
    await page.getByText('Ended in the last 30 days (1)').click()
    const ended = page.getByRole('group').getByRole('listitem').filter({ hasText: firefoxOnLinux.deviceName })
    await expect(ended).toContainText(/127\.0\.0\.1 · ended today at \d\d:\d\d: you signed it out\./)
  })
})

for (const [where, undo] of [
  ['the news', (page: Page) => page.getByRole('button', { name: 'Undo', exact: true })],
  ['the card', (page: Page) => page.getByRole('button', { name: /^Undo: keep/ })],
] as const)
  test(`"Undo" in ${where} keeps a device signed in`, async ({ signedInPage: page, anotherBrowser, server, user }) => {
    const firefox = await anotherBrowser({ userAgent: firefoxOnLinux.userAgent })
    await signInBrowser(firefox, server, user)
    const sent = revokes(page)
    await page.goto('/devices')
    await signOutOf(page, firefoxOnLinux.deviceName).click()
    await undo(page).click()
    await expect(toast(page, 'Firefox on Linux stays signed in.')).toBeVisible()
    await expect(signOutOf(page, firefoxOnLinux.deviceName)).toBeVisible()
    await page.goto('/settings')
    expect(sent).toEqual([])
    expect((await firefox.request.get(currentSession.path)).status()).toBe(200)
  })

for (const [how, leave] of [
  ['another page of the app', (page: Page) => page.getByRole('link', { name: 'Settings' }).click()],
  ['another site', (page: Page) => page.goto('about:blank')],
] as const)
  test(`a sign-out is not lost if the person goes to ${how}`, async ({
    signedInPage: page,
    anotherBrowser,
    server,
    user,
  }) => {
    const firefox = await anotherBrowser({ userAgent: firefoxOnLinux.userAgent })
    await signInBrowser(firefox, server, user)
    await page.goto('/devices')
    await signOutOf(page, firefoxOnLinux.deviceName).click()
    await leave(page)
    await expect(async () => {
      const answer = await firefox.request.get(currentSession.path)
      expect(await answer.json()).toMatchObject({ code: 'session_ended', reason: 'revoked_by_you' })
    }).toPass({ timeout: 5_000 })
  })

test('a person names a device, and finds what happened on it', async ({
  signedInPage: page,
  anotherBrowser,
  server,
  user,
}) => {
  await signInBrowser(await anotherBrowser({ userAgent: firefoxOnLinux.userAgent }), server, user)
  await page.goto('/devices')
  await page.getByRole('button', { name: 'Rename Firefox on Linux' }).click()
  await expect(page.getByLabel('Name of the device')).toBeFocused()
  await page.keyboard.type('Laptop at work')
  await page.keyboard.press('Enter')
  await expect(deviceCard(page, 'Laptop at work')).toContainText('Firefox on Linux')
  await expect(page.getByRole('button', { name: 'Rename Laptop at work' })).toBeFocused()
  await page.getByRole('link', { name: 'Activity of Laptop at work' }).click()
  await expect(activityPage(page)).toBeFocused()
  await expect(page.locator('summary').first()).toContainText('A device was renamed: Laptop at work')
  await expect(page.locator('summary').last()).toContainText('Signed in on a new device: Laptop at work')
})

test('the list shows when each device was last seen, and which sessions expired', async ({
  page,
  context,
  anotherBrowser,
  server,
  user,
  clock,
}) => {
  await signInBrowser(await anotherBrowser({ userAgent: safariOnPhone.userAgent }), server, user)
  await clock.advance(minutes(90))
  await signInBrowser(await anotherBrowser({ userAgent: firefoxOnLinux.userAgent }), server, user)
  await clock.advance(minutes(35))
  await signInBrowser(context, server, user)
  await page.clock.setFixedTime(server.clockTime())
  await page.goto('/devices')
  await expect(deviceCard(page, firefoxOnLinux.deviceName)).toContainText('Last seen 35 minutes ago')
  await expect(page.getByRole('region', { name: 'This device' })).toContainText('Signed in just now')
  await expect(deviceCard(page, safariOnPhone.deviceName)).toBeHidden()
  await page.getByText('Ended in the last 30 days (1)').click()
  await expect(page.getByRole('listitem').filter({ hasText: safariOnPhone.deviceName })).toContainText(
    "it wasn't used for a while.",
  )
})

test('there is no error if another tab has already signed the device out', async ({
  signedInPage: page,
  context,
  anotherBrowser,
  server,
  user,
}) => {
  await signInBrowser(await anotherBrowser({ userAgent: firefoxOnLinux.userAgent }), server, user)
  await page.goto('/devices')
  await signOutOf(page, firefoxOnLinux.deviceName).click()
  // Time for the undo stands still meanwhile.
  await page.getByRole('button', { name: 'Undo', exact: true }).hover()
  const other = await context.newPage()
  await other.goto('/devices')
  await other.getByRole('button', { name: 'Sign out of all other devices' }).click()
  await dialog(other).getByRole('button', { name: 'Sign out' }).click()
  await expect(toast(other, '1 device is signed out.')).toBeVisible()
  await page.getByRole('button', { name: 'Close', exact: true }).click()
  await expect(toast(page, 'Firefox on Linux is signed out.')).toBeVisible()
})
