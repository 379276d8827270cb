import { loginPage, notMePage, resetPage, safePage } from '../fixtures/headings.ts'
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
  await expect(loginPage(page)).toBeVisible()
  await expect(page.getByRole('main')).toContainText('the account is deleted.')
  await signInByForm(page, user)
  await expect(page.getByRole('main')).toContainText("don't match")

  const { link: keep } = await mailAbout(mail, user.email, 'Your account is deleted')
  await page.goto(keep)
  await expect(notMePage(page)).toBeVisible()
  await page.getByRole('button', { name: 'Sign everything out' }).click()
  await expect(safePage(page)).toBeFocused()
  const { link } = await mailAbout(mail, user.email, 'Your account is locked: choose a new password')
  await page.goto(link)
  await expect(resetPage(page)).toBeVisible()
})
