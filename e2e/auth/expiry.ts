import { currentSession } from '@latchkey/contracts/auth/sessions'
import type { Page } from '@playwright/test'
import { sessionCookie } from '../fixtures/cookies.ts'
import { devicesPage, loginPage } from '../fixtures/headings.ts'
import { signInByForm } from '../fixtures/people.ts'
import { homePage } from '../fixtures/product.ts'
import { expect, hours, minutes, test } from '../fixtures/test.ts'

const timeLimit = 'You were signed out: this session reached its time limit.'
const notUsed = 'You were signed out: this device was not used for a while.'

/** An open page hears of it by itself: the server looks at each one's session every ten seconds. */
const expectLocked = (page: Page) => expect(loginPage(page)).toBeVisible({ timeout: 15_000 })

test.beforeEach(({ watcher }) => watcher.expectStatus(401, '/api/restricted/sessions'))

test('a session ends after a day, and says so once', async ({ signedInPage: page, context, clock, user }) => {
  await page.goto('/devices')
  await expect(devicesPage(page)).toBeVisible()
  for (let hour = 0; hour < 24; hour += 1.5) {
    // It is used all the time: what ends it is its age.
    expect((await context.request.get(currentSession.path)).status()).toBe(200)
    await clock.advance(hours(1.5))
  }
  await clock.advance(minutes(1))
  await expectLocked(page)
  await expect(page.getByRole('main')).toContainText(timeLimit)
  expect(await sessionCookie(context)).toBeUndefined()

  await test.step('another visit does not hear of it', async () => {
    const later = await context.newPage()
    await later.goto('/devices')
    await expect(loginPage(later)).toBeVisible()
    await expect(later.getByRole('main')).toContainText('Sign in to continue.')
    await expect(later.getByRole('main')).not.toContainText('You were signed out')
  })

  await test.step('signing in leads back to where it happened', async () => {
    await signInByForm(page, user)
    await expect(devicesPage(page)).toBeVisible()
  })
})

test('a session that nobody uses ends after two hours', async ({ signedInPage: page, clock }) => {
  await page.goto('/')
  await clock.advance(hours(2) - minutes(1))
  await page.reload()
  await expect(homePage(page)).toBeVisible()

  await clock.advance(hours(2) + minutes(2))
  await expectLocked(page)
  await expect(page.getByRole('main')).toContainText(notUsed)
})

test('a session that ended is seen when the page is loaded, too', async ({ signedInPage: page, clock }) => {
  await clock.advance(hours(3))
  await page.goto('/devices')
  await expect(loginPage(page)).toBeVisible()
  await expect(page.getByRole('main')).toContainText(notUsed)
  await page.goto('/login')
  await expect(page.getByRole('main')).toContainText('Enter your email address and password.')
})

test('an administrator ends a session', async ({ signedInPage: page, server }) => {
  const listed = page.waitForResponse('/api/restricted/session')
  await page.goto('/')
  const { data } = await (await listed).json()
  await expect(homePage(page)).toBeVisible()
  expect(await server.ask('revokeSession', data.session.id)).toBe(true)
  await expect(loginPage(page)).toBeVisible()
  await expect(page.getByRole('main')).toContainText('You were signed out by an administrator.')
})
