import { currentSession } from '@latchkey/contracts/auth/sessions'
import type { Page } from '@playwright/test'
import { deviceCards } from '../fixtures/devices.ts'
import { devicesPage, loginPage } from '../fixtures/headings.ts'
import { signInBrowser } from '../fixtures/people.ts'
import { homePage } from '../fixtures/product.ts'
import { expect, test } from '../fixtures/test.ts'
import { firefoxOnLinux } from '../fixtures/user-agents.ts'

const tabCount = 8
const maxDelayMs = 1_000

/** The page itself records when it shows the sign-in page, because a check from the test would add a delay. */
const noteLock = (page: Page) =>
  page.evaluate(() => {
    const observer = new MutationObserver(() => {
      if (!document.body.textContent?.includes('You were signed out')) return
      observer.disconnect()
      document.body.dataset.lockedAt = String(Date.now())
    })
    observer.observe(document.body, { subtree: true, childList: true, characterData: true })
  })

const lockedAt = async (page: Page) => Number(await page.locator('body').getAttribute('data-locked-at'))

test('a signed-out device shows the sign-in page in less than a second, in each of its eight tabs', async ({
  signedInPage: page,
  anotherBrowser,
  server,
  user,
}) => {
  test.slow()
  const other = await anotherBrowser()
  await signInBrowser(other, server, user)
  const streams: string[] = []
  other.on('request', request => {
    if (request.url().endsWith('/api/restricted/events')) streams.push(request.url())
  })
  const tabs = []
  for (let tab = 0; tab < tabCount; tab++) tabs.push(await other.newPage())
  for (const tab of tabs) {
    await tab.goto('/')
    await expect(homePage(tab)).toBeVisible()
  }
  expect(streams).toHaveLength(1)

  for (const tab of tabs) await noteLock(tab)
  const { data } = await (await other.request.get(currentSession.path)).json()
  const revokedAt = Date.now()
  expect(await server.ask('revokeSession', data.session.id)).toBe(true)
  for (const tab of tabs) {
    await expect(loginPage(tab)).toBeVisible()
    await expect(tab.getByRole('main')).toContainText('You were signed out by an administrator.')
    expect((await lockedAt(tab)) - revokedAt).toBeLessThan(maxDelayMs)
  }
  expect((await other.cookies()).filter(({ name }) => name === '__Host-latchkey')).toEqual([])

  await test.step('another device sees its list of devices change', async () => {
    await page.goto('/devices')
    await expect(devicesPage(page)).toBeVisible()
    const newcomer = await anotherBrowser()
    await expect(deviceCards(page)).toHaveCount(0)
    await signInBrowser(newcomer, server, user)
    await expect(deviceCards(page)).toHaveCount(1)
  })
})

test('a sign-out from the list of devices takes less than a second to reach the other device', async ({
  signedInPage: page,
  anotherBrowser,
  server,
  user,
}) => {
  const other = await anotherBrowser({ userAgent: firefoxOnLinux.userAgent })
  await signInBrowser(other, server, user)
  const there = await other.newPage()
  await there.goto('/')
  await expect(homePage(there)).toBeVisible()
  await page.goto('/devices')
  await page.getByRole('button', { name: /^Sign out Firefox on Linux/ }).click()
  await noteLock(there)
  const pressedAt = Date.now()
  // Without the news, nothing can be undone any more.
  await page.getByRole('button', { name: 'Close', exact: true }).click()
  await expect(loginPage(there)).toBeVisible()
  await expect(there.getByRole('main')).toContainText('you ended this session in your list of devices.')
  expect((await lockedAt(there)) - pressedAt).toBeLessThan(maxDelayMs)
})
