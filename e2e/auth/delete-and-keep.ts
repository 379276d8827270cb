import type { Page } from '@playwright/test'
import { deletedPage, keepPage, keptPage, loginPage, resetPage } from '../fixtures/headings.ts'
import { mailAbout } from '../fixtures/mail.ts'
import { type Person, signInByForm } from '../fixtures/people.ts'
import { homePage } from '../fixtures/product.ts'
import { givePassword, setting } from '../fixtures/settings.ts'
import { expect, minutes, test } from '../fixtures/test.ts'

async function deleteAccount(page: Page, { password }: Person): Promise<void> {
  await page.goto('/settings')
  await setting(page, 'Delete account').getByRole('button', { name: 'Delete account' }).click()
  const question = page.getByRole('alertdialog', { name: 'Delete your account?' })
  await expect(question).toContainText('For 7 days')
  await question.getByRole('button', { name: 'Delete account' }).click()
  await givePassword(page, password)
  await expect(deletedPage(page)).toBeVisible()
  await expect(page).toHaveURL('/account-deleted')
  await expect(page.getByRole('main')).toContainText('For 7 days')
}

test('a person deletes the account, and gets it back with the mail', async ({
  signedInPage: page,
  user,
  mail,
  watcher,
}) => {
  watcher.expectStatus(403, '/api/restricted/user')
  watcher.expectStatus(401, '/api/sessions/sign_in')
  await deleteAccount(page, user)
  await page.getByRole('link', { name: 'Go to the sign-in page' }).click()
  await expect(loginPage(page)).toBeVisible()
  await signInByForm(page, user)
  await expect(page.getByRole('main')).toContainText("don't match")

  const { link: keep } = await mailAbout(mail, user.email, 'Your account is deleted')
  await page.goto(keep)
  await expect(keepPage(page)).toBeVisible()
  await expect(page).toHaveURL('/keep-account')
  await page.getByRole('button', { name: 'Keep my account' }).click()
  await expect(keptPage(page)).toBeFocused()
  const { link, text } = await mailAbout(mail, user.email, 'Your account is back: choose a new password')
  expect(text).not.toContain("wasn't you")
  await page.goto(link)
  await expect(resetPage(page)).toBeVisible()
})

test('a person deletes the account, undoes that at once, and signs in with the old password', async ({
  signedInPage: page,
  user,
  watcher,
}) => {
  watcher.expectStatus(403, '/api/restricted/user')
  await deleteAccount(page, user)
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await expect(keptPage(page)).toBeFocused()
  await expect(page.getByRole('main')).toContainText('Everything is as it was. Sign in with your password.')
  await page.getByRole('link', { name: 'Go to the sign-in page' }).click()
  await expect(loginPage(page)).toBeVisible()
  await signInByForm(page, user)
  await expect(homePage(page)).toBeVisible()
})

test('a deletion is undone on its page for ten minutes, and by the mail after that', async ({
  signedInPage: page,
  user,
  clock,
  watcher,
}) => {
  watcher.expectStatus(403, '/api/restricted/user')
  watcher.expectStatus(400, '/api/users/undo_deletion')
  await deleteAccount(page, user)
  await clock.advance(minutes(11))
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await expect(page.getByRole('alert')).toContainText('Undo on this page works for ten minutes. Use the email now.')
  await expect(page.getByRole('main')).toContainText('press “Keep my account”')
})
