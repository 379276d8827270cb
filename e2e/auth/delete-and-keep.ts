import { deletedPage, keepPage, keptPage, loginPage, resetPage } from '../fixtures/headings.ts'
import { mailAbout } from '../fixtures/mail.ts'
import { signInByForm } from '../fixtures/people.ts'
import { givePassword, setting } from '../fixtures/settings.ts'
import { expect, test } from '../fixtures/test.ts'

test('a person deletes the account, and gets it back with the mail', async ({
  signedInPage: page,
  user,
  mail,
  watcher,
}) => {
  watcher.expectStatus(403, '/api/restricted/user')
  watcher.expectStatus(401, '/api/sessions/sign_in')
  await page.goto('/settings')
  await setting(page, 'Delete account').getByRole('button', { name: 'Delete account' }).click()
  const question = page.getByRole('alertdialog', { name: 'Delete your account?' })
  await expect(question).toContainText('For 7 days')
  await question.getByRole('button', { name: 'Delete account' }).click()
  await givePassword(page, user.password)
  await expect(deletedPage(page)).toBeVisible()
  await expect(page.getByRole('main')).toContainText('For 7 days')
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
