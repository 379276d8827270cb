import type { BrowserContext } from '@playwright/test'
import { sessionCookie } from '../fixtures/cookies.ts'
import { loginPage, welcomePage } from '../fixtures/headings.ts'
import { signInByForm, signOutByMenu } from '../fixtures/people.ts'
import { homePage } from '../fixtures/product.ts'
import { days, expect, hours, test } from '../fixtures/test.ts'

test('a person who chose to stay signed in still is after the browser was closed', async ({
  page,
  context,
  user,
  anotherBrowser,
  clock,
}) => {
  await page.goto('/login')
  await page.getByRole('checkbox', { name: 'Keep me signed in' }).check()
  await signInByForm(page, user)
  await expect(homePage(page)).toBeVisible()
  const cookie = await sessionCookie(context)
  const lifetimeDays = ((cookie?.expires ?? 0) * 1000 - Date.now()) / days(1)
  expect(lifetimeDays).toBeGreaterThan(29.9)
  expect(lifetimeDays).toBeLessThan(30.1)

  await clock.advance(days(10))
  const reopened = await anotherBrowser({ storageState: await kept(context) })
  const there = await reopened.newPage()
  await there.goto('/')
  await expect(homePage(there)).toBeVisible()

  await test.step('use extends the session, up to the thirtieth day', async () => {
    await clock.advance(days(13))
    await there.reload()
    await expect(homePage(there)).toBeVisible()
    // Leave the open page first: its stream of events might show the end earlier, and with its reason.
    await there.goto('about:blank')
    await clock.advance(days(7) + hours(1))
    await there.goto('/')
    await expect(welcomePage(there)).toBeVisible()
    await expect(there.getByRole('main')).toContainText('this session reached its time limit.')
  })
})

test('a person who did not choose that is signed out when the browser is closed', async ({
  page,
  context,
  user,
  anotherBrowser,
}) => {
  await page.goto('/login')
  await expect(page.getByRole('checkbox', { name: 'Keep me signed in' })).not.toBeChecked()
  await signInByForm(page, user)
  await expect(homePage(page)).toBeVisible()
  const reopened = await anotherBrowser({ storageState: await kept(context) })
  const there = await reopened.newPage()
  await there.goto('/')
  await expect(loginPage(there)).toBeVisible()
})

test('a browser welcomes the person who stayed signed in, until they say that it is not them, or sign out', async ({
  page,
  user,
  clock,
}) => {
  const address = page.getByLabel('Email address')
  async function comeBackLater() {
    // Leave the open page first: its stream of events might show the end earlier.
    await page.goto('about:blank')
    await clock.advance(days(31))
    await page.goto('/')
  }
  await page.goto('/login')
  await page.getByRole('checkbox', { name: 'Keep me signed in for up to 30 days' }).check()
  await signInByForm(page, user)
  await expect(homePage(page)).toBeVisible()
  await comeBackLater()
  await expect(welcomePage(page)).toBeVisible()
  await expect(address).toHaveValue(user.email)
  await expect(page.getByRole('checkbox', { name: 'Keep me signed in' })).toBeChecked()
  await page.getByLabel('Password', { exact: true }).fill(user.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(homePage(page)).toBeVisible()

  await test.step('"Not you?" forgets the address', async () => {
    await comeBackLater()
    await page.getByRole('button', { name: 'Not you?' }).click()
    await expect(loginPage(page)).toBeVisible()
    await expect(address).toBeFocused()
    await expect(address).toHaveValue('')
    expect(await page.evaluate(() => localStorage.length)).toBe(0)
  })

  await test.step('signing out forgets it too', async () => {
    await page.getByRole('checkbox', { name: 'Keep me signed in' }).check()
    await signInByForm(page, user)
    await signOutByMenu(page)
    await expect(loginPage(page)).toBeVisible()
    expect(await page.evaluate(() => localStorage.length)).toBe(0)
  })
})

/** What a browser keeps after it was closed: everything except its session cookies. */
async function kept(context: BrowserContext) {
  const { cookies, origins } = await context.storageState()
  return { cookies: cookies.filter(({ expires }) => expires > 0), origins }
}
