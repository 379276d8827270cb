import type { Locator, Page } from '@playwright/test'
import {
  cancelEmailPage,
  cancelledPage,
  changedPage,
  confirmEmailPage,
  deadLinkPage,
  loginPage,
  safePage,
} from '../fixtures/headings.ts'
import { mailAbout } from '../fixtures/mail.ts'
import { signInByForm } from '../fixtures/people.ts'
import { homePage } from '../fixtures/product.ts'
import { givePassword, setting } from '../fixtures/settings.ts'
import { expect, test } from '../fixtures/test.ts'

const chosen = 'seven lanterns under a bridge'

/** Asks for another address, and gives the password. Returns the section of the settings. */
async function askForAddress(page: Page, address: string, password: string): Promise<Locator> {
  await page.goto('/settings')
  const section = setting(page, 'Email address')
  await section.getByLabel('New email address').fill(address)
  await section.getByRole('button', { name: 'Send the link' }).click()
  await givePassword(page, password)
  return section
}

test('a person changes their address, and it takes effect once the new one is confirmed', async ({
  signedInPage: page,
  user,
  newcomer,
  mail,
  watcher,
}) => {
  watcher.expectStatus(403, '/api/restricted/email/change')
  watcher.expectStatus(400, '/api/restricted/email/confirm')
  const section = await askForAddress(page, newcomer.email, user.password)
  await expect(section.getByRole('status')).toContainText(`We sent a link to ${newcomer.email}.`)
  await expect(section).toContainText('Your address stays the same until you open it.')
  await expect(section.getByLabel('New email address')).toHaveCount(0)
  await mailAbout(mail, user.email, 'Somebody asked to change your email address')
  const { link } = await mailAbout(mail, newcomer.email, 'Confirm your new address')

  await page.goto(link)
  await expect(confirmEmailPage(page)).toBeVisible()
  await expect(page).toHaveURL('/confirm-email')
  await page.getByRole('button', { name: 'Use the new address' }).click()
  await expect(page.getByRole('main')).toContainText(`It is now ${newcomer.email}.`)
  await page.getByRole('button', { name: /^Account menu/ }).click()
  await expect(page.getByRole('banner')).toContainText(newcomer.email)
  await mailAbout(mail, user.email, 'Your email address was changed')

  await test.step('the link works once', async () => {
    await page.goto(link)
    await page.getByRole('button', { name: 'Use the new address' }).click()
    await expect(deadLinkPage(page)).toBeFocused()
  })
})

test('a change that waits for its link is shown, and can be cancelled', async ({
  signedInPage: page,
  user,
  newcomer,
  mail,
  watcher,
}) => {
  watcher.expectStatus(403, '/api/restricted/email/change')
  watcher.expectStatus(400, '/api/restricted/email/change')
  watcher.expectStatus(400, '/api/restricted/email/confirm')
  await page.goto('/settings')
  const section = setting(page, 'Email address')
  const typed = section.getByLabel('New email address')
  const send = section.getByRole('button', { name: 'Send the link' })
  await typed.fill(` ${user.email.toUpperCase()}`)
  await send.click()
  await expect(typed).toHaveAccessibleDescription('This is already your address.')

  await typed.fill(newcomer.email)
  await send.click()
  await givePassword(page, user.password)
  const { link } = await mailAbout(mail, newcomer.email, 'Confirm your new address')
  await page.reload()
  await expect(section).toContainText(`We sent a link to ${newcomer.email}. It works until tomorrow at`)
  await section.getByRole('button', { name: 'Cancel this change' }).click()
  await expect(section).toContainText('The change is cancelled.')
  await expect(section).not.toContainText(newcomer.email)

  await page.goto(link)
  await page.getByRole('button', { name: 'Use the new address' }).click()
  await expect(deadLinkPage(page)).toBeFocused()
})

test('a change can be cancelled by its own button, in any browser, and signs no one out', async ({
  signedInPage: page,
  user,
  newcomer,
  mail,
  anotherBrowser,
  watcher,
}) => {
  watcher.expectStatus(403, '/api/restricted/email/change')
  const section = await askForAddress(page, newcomer.email, user.password)
  const { link } = await mailAbout(mail, user.email, 'Somebody asked to change your email address')

  const there = await (await anotherBrowser()).newPage()
  await there.goto(link)
  await expect(cancelEmailPage(there)).toBeVisible()
  await expect(there).toHaveURL('/cancel-email')
  await there.getByRole('button', { name: 'Cancel the change' }).click()
  await expect(cancelledPage(there)).toBeFocused()
  await page.reload()
  await expect(section).toContainText(`Your address is ${user.email}.`)
  await expect(section).not.toContainText(newcomer.email)

  await test.step('a second press says the same: the first answer may have been lost', async () => {
    await there.goto(link)
    await there.getByRole('button', { name: 'Cancel the change' }).click()
    await expect(cancelledPage(there)).toBeFocused()
  })
})

test('a person who did not change the address gets it back with the mail to the old one', async ({
  signedInPage: page,
  user,
  newcomer,
  mail,
  anotherBrowser,
  watcher,
}) => {
  watcher.expectStatus(403, '/api/restricted/email/change')
  watcher.expectStatus(401, '/api/sessions/sign_in')
  await askForAddress(page, newcomer.email, user.password)
  await page.goto((await mailAbout(mail, newcomer.email, 'Confirm your new address')).link)
  await page.getByRole('button', { name: 'Use the new address' }).click()
  await expect(page.getByRole('main')).toContainText(`It is now ${newcomer.email}.`)

  const owner = await (await anotherBrowser()).newPage()
  await owner.goto((await mailAbout(mail, user.email, 'Your email address was changed')).link)
  await owner.getByRole('button', { name: 'Sign out everywhere' }).click()
  await expect(safePage(owner)).toBeFocused()
  await expect(loginPage(page)).toBeVisible()
  await owner.goto((await mailAbout(mail, user.email, 'Your account is locked: choose a new password')).link)
  await owner.getByLabel('New password').fill(chosen)
  await owner.getByRole('button', { name: 'Change password' }).click()
  await expect(changedPage(owner)).toBeFocused()

  await owner.getByRole('link', { name: 'Sign in' }).click()
  await signInByForm(owner, { email: newcomer.email, password: chosen })
  await expect(owner.getByRole('main')).toContainText("don't match")
  await signInByForm(owner, { email: user.email, password: chosen })
  await expect(homePage(owner)).toBeVisible()
})

test('a link for a new address waits for a sign-in, and its secret leaves the address bar', async ({
  signedInPage: page,
  user,
  newcomer,
  mail,
  anotherBrowser,
  watcher,
}) => {
  watcher.expectStatus(403, '/api/restricted/email/change')
  await askForAddress(page, newcomer.email, user.password)
  const { link } = await mailAbout(mail, newcomer.email, 'Confirm your new address')

  const there = await (await anotherBrowser()).newPage()
  await there.goto(link)
  await expect(loginPage(there)).toBeVisible()
  await expect(there).toHaveURL('/login?return=%2Fconfirm-email')
  await signInByForm(there, user)
  await there.getByRole('button', { name: 'Use the new address' }).click()
  await expect(there.getByRole('main')).toContainText(`It is now ${newcomer.email}.`)
  await expect(loginPage(page)).toBeVisible()
  await expect(page.getByRole('main')).toContainText('the email address was changed on another device.')
})
