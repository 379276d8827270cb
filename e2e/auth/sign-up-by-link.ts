import type { Page } from '@playwright/test'
import { deadLinkPage, loginPage, mailSentPage, readyPage, verifyPage } from '../fixtures/headings.ts'
import { codeMail, type MailBoxes, mailAbout } from '../fixtures/mail.ts'
import { type Person, signInByForm } from '../fixtures/people.ts'
import { homePage } from '../fixtures/product.ts'
import { expect, test } from '../fixtures/test.ts'

async function signUp(page: Page, mail: MailBoxes, { email, password }: Omit<Person, 'id'>): Promise<string> {
  await page.goto('/sign-up')
  await page.getByLabel('Email address').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(mailSentPage(page)).toBeVisible()
  return (await mailAbout(mail, email, codeMail)).link
}

test('the link, in the browser that signed up, signs in with a button', async ({ page, newcomer, mail }) => {
  const link = await signUp(page, mail, newcomer)
  await page.goto(link)
  await expect(verifyPage(page)).toBeVisible()
  await expect(page).toHaveURL('/verify')
  await page.getByRole('button', { name: 'Confirm this address' }).click()
  await expect(homePage(page)).toBeVisible()
})

test('the link, in another browser, asks for a new password, and only that one works', async ({
  page,
  newcomer,
  mail,
  anotherBrowser,
  watcher,
}) => {
  watcher.expectStatus(422, '/api/users/verify')
  watcher.expectStatus(400, '/api/users/verify')
  watcher.expectStatus(401, '/api/sessions/sign_in')
  const link = await signUp(page, mail, newcomer)
  const chosen = 'seven lanterns under a bridge'
  const there = await (await anotherBrowser()).newPage()

  await test.step('a visit, such as by a mail scanner, does not use up the link', async () => {
    for (let visit = 0; visit < 5; visit++) {
      await there.goto(link)
      await expect(verifyPage(there)).toBeVisible()
    }
  })

  await there.getByRole('button', { name: 'Confirm this address' }).click()
  await there.getByLabel('New password').fill(chosen)
  await there.getByRole('button', { name: 'Finish' }).click()
  await there.getByRole('link', { name: 'Sign in' }).click()
  await expect(loginPage(there)).toBeFocused()
  await signInByForm(there, newcomer)
  await expect(there.getByRole('main')).toContainText("don't match")
  await signInByForm(there, { ...newcomer, password: chosen })
  await expect(homePage(there)).toBeVisible()

  await test.step('the browser that signed up notices it, and leads on', async () => {
    await expect(readyPage(page)).toBeFocused()
    await page.getByRole('link', { name: 'Sign in' }).click()
    await expect(loginPage(page)).toBeFocused()
    await expect(page.getByLabel('Email address')).toHaveValue(newcomer.email)
  })

  await test.step('the link works once', async () => {
    await page.goto(link)
    await page.getByRole('button', { name: 'Confirm this address' }).click()
    await expect(deadLinkPage(page)).toBeFocused()
  })
})
