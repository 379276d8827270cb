import { currentSession } from '@latchkey/contracts/auth/sessions'
import type { Page } from '@playwright/test'
import { sessionCookie } from '../fixtures/cookies.ts'
import { devicesPage, focused, loginPage } from '../fixtures/headings.ts'
import { signInBrowser, signInByForm } from '../fixtures/people.ts'
import { homePage } from '../fixtures/product.ts'
import { expect, minutes, test } from '../fixtures/test.ts'
import { firefoxOnLinux, safariOnPhone } from '../fixtures/user-agents.ts'

const dialog = (page: Page) => page.getByRole('alertdialog')
const row = (page: Page, name: string) => page.getByRole('row', { name: new RegExp(name) })
const signOutOf = (page: Page, name: string) => page.getByRole('button', { name: new RegExp(`^Sign out ${name}`) })
const signedOutFromList = 'You were signed out because you ended this session in your list of devices.'

test.beforeEach(({ watcher }) => watcher.expectStatus(401, '/api/restricted/sessions'))

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

  const rows = page.getByRole('rowgroup').last().getByRole('row')
  await expect(rows).toHaveCount(2)
  await expect(rows.first()).toContainText('This device')
  await expect(rows.last()).not.toContainText('This device')
  await expect(row(page, firefoxOnLinux.deviceName)).toContainText('127.0.0.1')
  await expect(row(page, firefoxOnLinux.deviceName)).toContainText('just now')

  await signOutOf(page, firefoxOnLinux.deviceName).click()
  await expect(dialog(page)).toHaveAccessibleName('Sign out Firefox on Linux?')
  await expect(dialog(page)).toHaveAccessibleDescription('This device, at 127.0.0.1, will have to sign in again.')
  await dialog(page).getByRole('button', { name: 'Sign out' }).click()
  await expect(dialog(page)).toBeHidden()
  await expect(rows).toHaveCount(1)
  await expect(focused(page)).toHaveText('Firefox on Linux is signed out.')

  await test.step('the other device is signed out at once, and can sign in again', async () => {
    await expect(loginPage(there)).toBeVisible()
    await expect(there.getByRole('main')).toContainText(signedOutFromList)
    expect(await sessionCookie(firefox)).toBeUndefined()
    await signInByForm(there, user)
    await expect(homePage(there)).toBeVisible()
  })

  await test.step('the list says when and why it ended', async () => {
    await page.getByText('Ended in the last 30 days (1)').click()
    const ended = page.getByRole('listitem').filter({ hasText: firefoxOnLinux.deviceName })
    await expect(ended).toContainText(/127\.0\.0\.1 · ended today at \d\d:\d\d: you signed it out\./)
  })
})

test('a person signs out all other devices', async ({
  signedInPage: page,
  anotherBrowser,
  server,
  user,
  anotherUser,
}) => {
  const others = await Promise.all([
    anotherBrowser({ userAgent: firefoxOnLinux.userAgent }),
    anotherBrowser({ userAgent: safariOnPhone.userAgent }),
  ])
  const stranger = await anotherBrowser()
  await Promise.all([
    ...others.map(other => signInBrowser(other, server, user)),
    signInBrowser(stranger, server, anotherUser),
  ])
  await page.goto('/devices')
  await page.getByRole('button', { name: 'Sign out of all other devices' }).click()
  await expect(dialog(page)).toHaveAccessibleName('Sign out of all other devices?')
  await expect(dialog(page)).toHaveAccessibleDescription('2 devices will have to sign in again.')
  await dialog(page).getByRole('button', { name: 'Sign out' }).click()
  await expect(focused(page)).toHaveText('2 devices are signed out.')
  await expect(page.getByRole('button', { name: 'Sign out of all other devices' })).toBeHidden()
  await page.reload()
  await expect(devicesPage(page)).toBeVisible()

  for (const other of others) {
    const answer = await other.request.get(currentSession.path)
    expect(await answer.json()).toMatchObject({ code: 'session_ended', reason: 'revoked_by_you' })
  }
  expect((await stranger.request.get(currentSession.path)).status()).toBe(200)
})

test('a device is signed out only after the dialog is confirmed', async ({
  signedInPage: page,
  anotherBrowser,
  server,
  user,
}) => {
  await signInBrowser(await anotherBrowser({ userAgent: firefoxOnLinux.userAgent }), server, user)
  const requested: string[] = []
  page.on('request', request => requested.push(request.url()))
  await page.goto('/devices')
  const opener = signOutOf(page, firefoxOnLinux.deviceName)

  for (const leave of [
    () => dialog(page).getByRole('button', { name: 'Cancel' }).click(),
    () => page.keyboard.press('Escape'),
  ]) {
    await opener.click()
    await expect(dialog(page).getByRole('button', { name: 'Cancel' })).toBeFocused()
    await leave()
    await expect(dialog(page)).toBeHidden()
    await expect(opener).toBeFocused()
  }
  expect(requested.filter(url => url.includes('revoke'))).toEqual([])
})

test('a person signs out this device from the list', async ({ signedInPage: page, context }) => {
  await page.goto('/devices')
  await page
    .getByRole('row', { name: /This device/ })
    .getByRole('button')
    .click()
  await expect(dialog(page)).toHaveAccessibleName('Sign out of this device?')
  await dialog(page).getByRole('button', { name: 'Sign out' }).click()
  await expect(loginPage(page)).toBeFocused()
  await expect(page.getByRole('main')).toContainText(signedOutFromList)
  await page.goto('/devices')
  await expect(loginPage(page)).toBeVisible()
  expect(await sessionCookie(context)).toBeUndefined()
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
  await expect(row(page, firefoxOnLinux.deviceName)).toContainText('35 minutes ago')
  await expect(row(page, 'This device')).toContainText('just now')
  await expect(row(page, safariOnPhone.deviceName)).toBeHidden()
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
  await expect(dialog(page)).toBeVisible()
  const other = await context.newPage()
  await other.goto('/devices')
  await other.getByRole('button', { name: 'Sign out of all other devices' }).click()
  await dialog(other).getByRole('button', { name: 'Sign out' }).click()
  await expect(focused(other)).toHaveText('1 device is signed out.')

  await dialog(page).getByRole('button', { name: 'Sign out' }).click()
  await expect(focused(page)).toHaveText('Firefox on Linux is signed out.')
})
