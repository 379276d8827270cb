import { lookAfterAccount, signInInSteps } from '../fixtures/changed-pages.ts'
import { extendPages } from '../fixtures/extend.ts'
import { loginPage, mailSentPage, settingsPage } from '../fixtures/headings.ts'
import { signInByForm, signOutByMenu } from '../fixtures/people.ts'
import { homePage, notesPage } from '../fixtures/product.ts'
import { givePassword, passwordDialog, setting } from '../fixtures/settings.ts'
import { expect, test } from '../fixtures/test.ts'

test.beforeEach(({ context }) => extendPages(context))

test('forms work beside an extension that puts its own elements into them', async ({
  page,
  user,
  newcomer,
  watcher,
}) => {
  watcher.expectStatus(401, '/api/sessions/sign_in')
  watcher.expectStatus(401, '/api/restricted/session/confirm')
  watcher.expectStatus(403, '/api/restricted/email/change')
  const main = page.getByRole('main')
  await page.goto('/sign-up')
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(main).toContainText('Check these two fields: Email address and Password.')
  await page.getByLabel('Email address').fill(newcomer.email)
  await page.getByLabel('Password', { exact: true }).fill(newcomer.password)
  await expect(main).toContainText('Very hard to guess.')
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(mailSentPage(page)).toBeVisible()

  await page.goto('/login')
  await expect(loginPage(page)).toBeVisible()
  await signInByForm(page, { ...user, password: 'not the right password' })
  await expect(main).toContainText("don't match")
  await signInByForm(page, user)
  await expect(homePage(page)).toBeVisible()

  await page.getByRole('link', { name: 'Settings', exact: true }).click()
  await expect(settingsPage(page)).toBeVisible()
  const address = setting(page, 'Email address')
  await address.getByLabel('New email address').fill(newcomer.email)
  await address.getByRole('button', { name: 'Send the link' }).click()
  await givePassword(page, 'not the right password')
  await expect(passwordDialog(page)).toContainText('Wrong password.')
  await givePassword(page, user.password)
  await expect(address).toContainText(`We sent a link to ${newcomer.email}.`)
  await address.getByRole('button', { name: 'Cancel this change' }).click()
  await expect(address).toContainText('The change is cancelled.')

  await page.getByRole('link', { name: 'Notes', exact: true }).click()
  await expect(notesPage(page)).toBeVisible()
  await page.getByLabel('New note').fill('Milk')
  await page.getByRole('button', { name: 'Save note' }).click()
  await page.getByRole('button', { name: 'Delete "Milk"' }).click()
  await expect(main).toContainText('No notes yet.')
  await signOutByMenu(page)
  await expect(main).toContainText('You are signed out.')
})

test('so do a sign-in by a mailed code and a second factor', async ({
  signedInPage: page,
  server,
  user,
  watcher,
  mail,
}) => {
  await signInInSteps({ page, server, user, watcher, mail })
})

test('so do the pages about factors, devices and activity', async ({
  signedInPage: page,
  server,
  user,
  watcher,
  anotherBrowser,
}) => {
  await lookAfterAccount({ page, server, user, watcher, anotherBrowser })
})
