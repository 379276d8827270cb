import { currentSession } from '@latchkey/contracts/auth/sessions'
import type { Page } from '@playwright/test'
import { sessionCookie } from '../fixtures/cookies.ts'
import { endSession } from '../fixtures/end-session.ts'
import { devicesPage, loginPage } from '../fixtures/headings.ts'
import { signInByForm } from '../fixtures/people.ts'
import { homePage } from '../fixtures/product.ts'
import { expect, hours, minutes, test } from '../fixtures/test.ts'

const timeLimit = 'You were signed out because this session reached its time limit.'
const notUsed = "You were signed out because this device wasn't used for a while."

/** An open page notices by itself: the server checks the session of each open stream every ten seconds. */
const expectLocked = (page: Page) => expect(loginPage(page)).toBeVisible()

test.beforeEach(({ watcher }) => {
  // The page may open its stream again just when the session has ended.
  watcher.expectStatus(401, '/api/restricted/events')
})

test('a session ends after a day, and the page says so once', async ({ signedInPage: page, context, clock, user }) => {
  await page.goto('/devices')
  await expect(devicesPage(page)).toBeVisible()
  for (let hour = 0; hour < 24; hour += 0.5) {
    // The session is used all the time, so only its age can end it. Several uses in two hours: the last may not be noted yet.
    expect((await context.request.get(currentSession.path)).status()).toBe(200)
    await clock.advance(hours(0.5))
  }
  await clock.advance(minutes(1))
  await expectLocked(page)
  await expect(page.getByRole('main')).toContainText(timeLimit)
  expect(await sessionCookie(context)).toBeUndefined()

  await test.step('a later visit does not show it', async () => {
    const later = await context.newPage()
    await later.goto('/devices')
    await expect(loginPage(later)).toBeVisible()
    await expect(later.getByRole('main')).toContainText('Sign in to continue.')
    await expect(later.getByRole('main')).not.toContainText('You were signed out')
  })

  await test.step('a sign-in leads back to the same page', async () => {
    await signInByForm(page, user)
    await expect(devicesPage(page)).toBeVisible()
  })
})

test('an unused session ends after two hours', async ({ signedInPage: page, clock, watcher }) => {
  await page.goto('/')
  await clock.advance(hours(2) - minutes(1))
  await page.reload()
  await expect(homePage(page)).toBeVisible()

  // On a busy machine the page may still load its sections.
  watcher.expectLostCookie()
  await clock.advance(hours(2) + minutes(2))
  await expectLocked(page)
  await expect(page.getByRole('main')).toContainText(notUsed)
})

test('a page that loads after the session ended also says why', async ({ signedInPage: page, clock }) => {
  await clock.advance(hours(3))
  await page.goto('/devices')
  await expect(loginPage(page)).toBeVisible()
  await expect(page.getByRole('main')).toContainText(notUsed)
  await page.goto('/login')
  await expect(page.getByRole('main')).toContainText('Enter your email address.')
})

test('an administrator ends a session', async ({ signedInPage: page, server, watcher }) => {
  const listed = page.waitForResponse('/api/restricted/session')
  await page.goto('/')
  const { data } = await (await listed).json()
  await expect(homePage(page)).toBeVisible()
  await endSession(server, watcher, data.session.id)
  await expect(loginPage(page)).toBeVisible()
  await expect(page.getByRole('main')).toContainText('You were signed out by an administrator.')
})
