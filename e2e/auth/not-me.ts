import {
  changedPage,
  deadLinkPage,
  devicesPage,
  loginPage,
  notMePage,
  resetPage,
  safePage,
} from '../fixtures/headings.ts'
import { mailAbout } from '../fixtures/mail.ts'
import { signInBrowser, signInByForm } from '../fixtures/people.ts'
import { homePage } from '../fixtures/product.ts'
import { expect, test } from '../fixtures/test.ts'

const chosen = 'seven lanterns under a bridge'

test('the sign-out of another tab does not replace the confirmation on this page', async ({
  signedInPage: page,
  context,
  user,
  mail,
}) => {
  await page.goto('/devices')
  await expect(devicesPage(page)).toBeVisible()
  const { link } = await mailAbout(mail, user.email, 'New sign-in to your account')
  const pressed = await context.newPage()
  await pressed.goto(link)
  await pressed.getByRole('button', { name: 'Sign out everywhere' }).click()
  await expect(safePage(pressed)).toBeFocused()
  await expect(loginPage(page)).toBeVisible()
  await expect(page.getByRole('main')).toContainText('as you asked by email')
  await expect(safePage(pressed)).toBeVisible()
  await expect(pressed).toHaveURL('/not-me')
})

test('a person reports a sign-in that was not theirs, and the stranger is locked out', async ({
  page,
  user,
  mail,
  server,
  anotherBrowser,
  watcher,
}) => {
  watcher.expectStatus(401, '/api/sessions/sign_in')
  watcher.expectStatus(400, '/api/sessions/not_me')
  const stranger = await anotherBrowser()
  await signInBrowser(stranger, server, user)
  const there = await stranger.newPage()
  await there.goto('/')
  await expect(homePage(there)).toBeVisible()
  const { link } = await mailAbout(mail, user.email, 'New sign-in to your account')

  await page.goto(link)
  await expect(notMePage(page)).toBeVisible()
  await expect(page).toHaveURL('/not-me')
  await expect(homePage(there)).toBeVisible()
  await page.getByRole('button', { name: 'Sign out everywhere' }).click()
  await expect(safePage(page)).toBeFocused()
  await expect(page.getByRole('main')).toContainText(
    'Every device is signed out. If your account has the address of that email,',
  )
  await expect(loginPage(there)).toBeVisible()
  await signInByForm(there, user)
  await expect(there.getByRole('main')).toContainText("don't match")

  const reset = await mailAbout(mail, user.email, 'Your account is locked: choose a new password')
  await page.goto(reset.link)
  await expect(resetPage(page)).toBeVisible()
  await page.getByLabel('New password').fill(chosen)
  await page.getByRole('button', { name: 'Change password' }).click()
  await expect(changedPage(page)).toBeFocused()

  await test.step('the button works once', async () => {
    await page.goto(link)
    await page.getByRole('button', { name: 'Sign out everywhere' }).click()
    await expect(deadLinkPage(page)).toBeFocused()
  })
})
