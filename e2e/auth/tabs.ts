import { sessionCookie } from '../fixtures/cookies.ts'
import { endSession } from '../fixtures/end-session.ts'
import { devicesPage, loginPage } from '../fixtures/headings.ts'
import { signInByForm, signOutByMenu } from '../fixtures/people.ts'
import { homePage } from '../fixtures/product.ts'
import { expect, test } from '../fixtures/test.ts'

test('a sign-out in one tab signs out the others', async ({ signedInPage: page, context }) => {
  const other = await context.newPage()
  await page.goto('/')
  await other.goto('/devices')
  await expect(devicesPage(other)).toBeVisible()
  await signOutByMenu(page)
  await expect(loginPage(page)).toBeVisible()
  await expect(loginPage(other)).toBeVisible()
  await expect(other.getByRole('main')).toContainText('You signed out in another tab.')

  await test.step('a tab that missed the sign-out notices it too', async () => {
    await other.goto('/')
    await expect(loginPage(other)).toBeVisible()
  })
})

test('a session that was ended elsewhere ends in every tab, with the same reason', async ({
  signedInPage: page,
  context,
  server,
  watcher,
}) => {
  const response = page.waitForResponse('/api/restricted/session')
  await page.goto('/')
  const { data } = await (await response).json()
  await expect(homePage(page)).toBeVisible()
  const other = await context.newPage()
  await other.goto('/devices')
  await expect(devicesPage(other)).toBeVisible()

  await endSession(server, watcher, data.session.id)
  for (const tab of [page, other]) {
    await expect(loginPage(tab)).toBeVisible()
    await expect(tab.getByRole('main')).toContainText('You were signed out by an administrator.')
  }
  await expect(page).toHaveURL('/login?return=%2Fsecurity')
  await expect(other).toHaveURL('/login?return=%2Fdevices')
  expect(await sessionCookie(context)).toBeUndefined()
})

test('a person who loses the cookie learns it at the next step, in every tab', async ({
  signedInPage: page,
  context,
  watcher,
}) => {
  watcher.expectLostCookie()
  await page.goto('/devices')
  await expect(devicesPage(page)).toBeVisible()
  const other = await context.newPage()
  await other.goto('/')
  await expect(homePage(other)).toBeVisible()

  await context.clearCookies()
  await page.getByRole('link', { name: 'Overview', exact: true }).click()
  for (const tab of [page, other]) {
    await expect(loginPage(tab)).toBeVisible()
    await expect(tab.getByRole('main')).toContainText('You are signed out in this browser. Sign in to continue.')
  }
})

test('a sign-in in one tab opens the requested pages in the others', async ({ page, context, user }) => {
  const other = await context.newPage()
  await other.goto('/devices')
  await expect(loginPage(other)).toBeVisible()
  await page.goto('/login')
  await signInByForm(page, user)
  await expect(homePage(page)).toBeVisible()
  await expect(devicesPage(other)).toBeVisible()
})

test('a sign-in as another person, in another tab, changes this page to that person', async ({
  signedInPage: page,
  context,
  anotherUser,
  user,
  watcher,
}) => {
  watcher.expectLostCookie()
  await page.goto('/')
  await expect(page.getByRole('main')).toContainText(user.email)
  const other = await context.newPage()
  await context.clearCookies()
  await other.goto('/login')
  await signInByForm(other, anotherUser)
  await expect(homePage(other)).toBeVisible()
  await expect(page.getByRole('main')).toContainText(anotherUser.email)
  await expect(page.getByRole('banner')).toContainText(anotherUser.name)
})
