import { currentSession } from '@latchkey/contracts/auth/sessions'
import { Problem } from '@latchkey/contracts/errors'
import type { Page } from '@playwright/test'
import { checkEverywhere } from '../fixtures/axe.ts'
import { sessionCookie } from '../fixtures/cookies.ts'
import { deviceCard, signOutDevice, toast } from '../fixtures/devices.ts'
import { isBehindProxy } from '../fixtures/front.ts'
import { devicesPage, loginPage, settingsPage } from '../fixtures/headings.ts'
import { tryAgain } from '../fixtures/outage.ts'
import { signInBrowser, signOutByMenu } from '../fixtures/people.ts'
import { homePage } from '../fixtures/product.ts'
import { expect, test } from '../fixtures/test.ts'
import { firefoxOnLinux } from '../fixtures/user-agents.ts'

const banner = (page: Page) => page.getByRole('status').filter({ hasText: "Can't reach the server." })
const stillSignedIn = "Can't reach the server. You're still signed in. We'll keep trying."
const goToDevices = (page: Page) => page.getByRole('link', { name: 'Devices', exact: true }).click()

test('the database is away: the person stays signed in, and the page appears when it is back', async ({
  signedInPage: page,
  context,
  outage,
}) => {
  // The overview would have loaded the list of devices already.
  await page.goto('/settings')
  await expect(settingsPage(page)).toBeVisible()
  await outage.disconnectDatabase()
  await goToDevices(page)
  await expect(banner(page)).toContainText(stillSignedIn)
  await expect(page.getByRole('link', { name: 'Devices', exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(banner(page)).toBeVisible()
  expect(await sessionCookie(context)).toBeDefined()

  await outage.reconnectDatabase()
  await expect(devicesPage(page)).toBeVisible()
  await expect(banner(page)).toBeHidden()
})

test('the database is away: a page that loads waits for it', async ({ signedInPage: page, outage }) => {
  await outage.disconnectDatabase()
  await page.goto('/devices')
  await expect(banner(page)).toContainText("We'll keep trying.")
  await expect(loginPage(page)).toBeHidden()
  await outage.reconnectDatabase()
  await tryAgain(page)
  await expect(devicesPage(page)).toBeVisible()
  await expect(banner(page)).toBeHidden()
})

// Without a proxy nothing answers, and the browser shows a page of its own.
if (isBehindProxy)
  test('every server is away: the proxy says so, and the page appears when one is back', async ({
    signedInPage: page,
    context,
    outage,
  }) => {
    await outage.begin()
    const answer = await page.goto('/devices')
    expect([answer?.status(), answer?.headers()['retry-after']]).toEqual([503, '5'])
    await expect(page.getByRole('heading', { name: "This page can't be shown" })).toBeVisible()
    await expect(page.getByText("Can't reach the server. We'll keep trying.")).toBeVisible()

    const call = await context.request.get(currentSession.path)
    expect(call.headers()['retry-after']).toBe('1')
    expect(Problem.parse(await call.json())).toMatchObject({ status: call.status(), code: 'unavailable' })
    const copy = await context.newPage()
    await copy.setContent((await answer?.text()) ?? '')
    await checkEverywhere(copy)
    expect(await sessionCookie(context)).toBeDefined()

    await outage.end()
    // No one reloads it.
    await expect(devicesPage(page)).toBeVisible()
  })

test('the server is away: a sign-out clears every page, and reaches the server when it is back', async ({
  signedInPage: page,
  context,
  outage,
  user,
}) => {
  const otherTab = await context.newPage()
  for (const each of [page, otherTab]) {
    await each.goto('/')
    await expect(homePage(each)).toBeVisible()
  }
  await outage.begin()
  await signOutByMenu(page)
  await expect(loginPage(page)).toBeFocused()
  await expect(page.getByRole('main')).toContainText(
    "You are signed out on this page. Keep it open: the server doesn't know yet.",
  )
  await expect(banner(page)).toContainText("We'll keep trying.")
  await expect(loginPage(otherTab)).toBeVisible()
  for (const each of [page, otherTab]) {
    expect(await each.content()).not.toContain(user.email)
    expect(await each.evaluate(() => [localStorage.length, sessionStorage.length])).toEqual([0, 0])
  }
  expect(await sessionCookie(context)).toBeDefined()

  await outage.end()
  await expect(page.getByRole('main')).toContainText('You are signed out.')
  await expect(banner(page)).toBeHidden()
  expect(await sessionCookie(context)).toBeUndefined()
  await otherTab.goto('/')
  await expect(loginPage(otherTab)).toBeVisible()
})

test('the server is away: a link to another page waits for it', async ({ signedInPage: page, outage }) => {
  await page.goto('/')
  await expect(homePage(page)).toBeVisible()
  await outage.begin()
  await goToDevices(page)
  await expect(banner(page)).toContainText(stillSignedIn)
  await outage.end()
  await tryAgain(page)
  await expect(devicesPage(page)).toBeVisible()
  await expect(banner(page)).toBeHidden()
})

test('the server is away: the card says that the device is still signed in', async ({
  signedInPage: page,
  anotherBrowser,
  outage,
  server,
  user,
}) => {
  await signInBrowser(await anotherBrowser({ userAgent: firefoxOnLinux.userAgent }), server, user)
  await page.goto('/devices')
  await expect(devicesPage(page)).toBeVisible()
  await outage.begin()
  await signOutDevice(page, 'Firefox on Linux')
  const card = deviceCard(page, 'Firefox on Linux')
  await expect(card).toContainText('Firefox on Linux is still signed in. Try again when the server is back.')

  await outage.end()
  await expect(card).toContainText('The server is back. Try again.')
  await card.getByRole('button', { name: /^Sign out/ }).click()
  await page.getByRole('button', { name: 'Close', exact: true }).last().click()
  await expect(toast(page, 'Firefox on Linux is signed out.')).toBeVisible()
  await expect(banner(page)).toBeHidden()
})
