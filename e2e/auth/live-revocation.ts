import { currentSession } from '@latchkey/contracts/auth/sessions'
import type { Page } from '@playwright/test'
import { deviceCards } from '../fixtures/devices.ts'
import { endSession } from '../fixtures/end-session.ts'
import { devicesPage, loginPage } from '../fixtures/headings.ts'
import { signInBrowser } from '../fixtures/people.ts'
import { homePage } from '../fixtures/product.ts'
import { momentMs, stopClock } from '../fixtures/stopped-clock.ts'
import { expect, test } from '../fixtures/test.ts'
import { firefoxOnLinux } from '../fixtures/user-agents.ts'

const tabCount = 8
test('a signed-out device shows the sign-in page in less than a second of its own clock, in each of its eight tabs', async ({
  signedInPage: page,
  anotherBrowser,
  server,
  watcher,
  clock,
  user,
}) => {
  test.slow()
  const other = await anotherBrowser()
  await other.clock.install()
  await signInBrowser(other, server, user)
  const streams: string[] = []
  other.on('request', request => {
    if (request.url().endsWith('/api/restricted/events')) streams.push(request.url())
  })
  const tabs: Page[] = []
  for (let tab = 0; tab < tabCount; tab++) tabs.push(await other.newPage())
  for (const tab of tabs) {
    await tab.goto('/')
    await expect(homePage(tab)).toBeVisible()
  }
  expect(streams).toHaveLength(1)

  const { data } = await (await other.request.get(currentSession.path)).json()
  const { within } = await stopClock(other)
  await endSession(server, watcher, data.session.id)
  await within(async () => {
    for (const tab of tabs) {
      await expect(loginPage(tab)).toBeVisible({ timeout: momentMs })
      await expect(tab.getByRole('main')).toContainText('You were signed out by an administrator.', {
        timeout: momentMs,
      })
    }
  })
  expect((await other.cookies()).filter(({ name }) => name === '__Host-latchkey')).toEqual([])

  await test.step('another device sees its list of devices change', async () => {
    const stream = page.waitForResponse(response => response.url().endsWith('/api/restricted/events'))
    await page.goto('/devices')
    await expect(devicesPage(page)).toBeVisible()
    await stream
    const newcomer = await anotherBrowser()
    await expect(deviceCards(page)).toHaveCount(0)
    // Another server than the one of the stream may start the session. It is found by its time.
    await clock.advance(1_000)
    await signInBrowser(newcomer, server, user)
    await expect(deviceCards(page)).toHaveCount(1)
  })
})

test('a sign-out from the list of devices takes less than a second of its clock to reach the other device', async ({
  signedInPage: page,
  anotherBrowser,
  server,
  user,
}) => {
  const other = await anotherBrowser({ userAgent: firefoxOnLinux.userAgent })
  await other.clock.install()
  await signInBrowser(other, server, user)
  const there = await other.newPage()
  await there.goto('/')
  await expect(homePage(there)).toBeVisible()
  await page.goto('/devices')
  await page.getByRole('button', { name: /^Sign out Firefox on Linux/ }).click()
  const { within } = await stopClock(other)
  // Without the news, nothing can be undone any more.
  await page.getByRole('button', { name: 'Close', exact: true }).click()
  await within(async () => {
    await expect(loginPage(there)).toBeVisible({ timeout: momentMs })
    await expect(there.getByRole('main')).toContainText('you ended this session in your list of devices.', {
      timeout: momentMs,
    })
  })
})
