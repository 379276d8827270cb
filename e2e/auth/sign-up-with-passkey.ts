import type { Page } from '@playwright/test'
import { codesPage } from '../fixtures/factors.ts'
import { heading, loginPage, mailSentPage, readyPage, signUpPage, verifyPage } from '../fixtures/headings.ts'
import { codeMail, mailAbout } from '../fixtures/mail.ts'
import { addAuthenticator, withoutAutofill } from '../fixtures/passkeys.ts'
import { signOutByMenu } from '../fixtures/people.ts'
import { homePage } from '../fixtures/product.ts'
import { setting } from '../fixtures/settings.ts'
import { expect, test } from '../fixtures/test.ts'

const passkeyPage = heading('Create your passkey')
const passwordPage = heading('Choose a password')

async function signUpWithoutPassword(page: Page, { name, email }: { name: string; email: string }) {
  await page.goto('/sign-up')
  await expect(signUpPage(page)).toBeVisible()
  await page.getByRole('button', { name: 'Sign up without a password' }).click()
  await expect(page.getByLabel('Password', { exact: true })).toHaveCount(0)
  await page.getByLabel('Name (optional)').fill(name)
  await page.getByLabel('Email address').fill(email)
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(mailSentPage(page)).toBeVisible()
}

test('a person signs up with a passkey and no password, and signs in with it', async ({
  page,
  newcomer,
  mail,
  watcher,
}) => {
  watcher.expectStatus(422, '/api/users/verify')
  const authenticator = await addAuthenticator(page)
  await signUpWithoutPassword(page, newcomer)
  const { code } = await mailAbout(mail, newcomer.email, codeMail)
  await page.getByLabel('Code from the email').fill(code)
  await expect(passkeyPage(page)).toBeFocused()
  expect(await authenticator.count()).toBe(0)
  await page.getByRole('button', { name: 'Create a passkey' }).click()
  await expect(codesPage(page)).toBeFocused()
  expect(await authenticator.count()).toBe(1)
  await expect(page.getByRole('listitem').filter({ hasText: /^\w{4}-\w{4}-\w{4}$/ })).toHaveCount(10)
  await page.getByRole('button', { name: 'I have saved them' }).click()
  await expect(homePage(page)).toBeVisible()

  await test.step('the account has no password', async () => {
    await page.goto('/settings')
    await expect(setting(page, 'Password').getByRole('button', { name: 'Set a password' })).toBeVisible()
  })
  await test.step('the passkey signs in', async () => {
    await authenticator.setPresent(false)
    await signOutByMenu(page)
    await expect(loginPage(page)).toBeVisible()
    // The authenticator could answer autofill, and the button would be gone.
    await withoutAutofill(page)
    await page.reload()
    await expect(loginPage(page)).toBeVisible()
    await authenticator.setPresent(true)
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await expect(homePage(page)).toBeVisible()
    await expect(page.getByRole('main')).toContainText(newcomer.email)
  })
})

test('the link in another browser takes a passkey too, and leads to the sign-in', async ({
  page,
  newcomer,
  mail,
  anotherBrowser,
  watcher,
}) => {
  watcher.expectStatus(422, '/api/users/verify')
  await signUpWithoutPassword(page, newcomer)
  const { link } = await mailAbout(mail, newcomer.email, codeMail)
  const there = await (await anotherBrowser()).newPage()
  const authenticator = await addAuthenticator(there)
  await there.goto(link)
  await expect(verifyPage(there)).toBeVisible()
  await there.getByRole('button', { name: 'Confirm this address' }).click()
  await expect(passwordPage(there)).toBeFocused()
  await there.getByRole('button', { name: 'Use a passkey instead' }).click()
  await expect(passkeyPage(there)).toBeFocused()
  await there.getByRole('button', { name: 'Create a passkey' }).click()
  await expect(codesPage(there)).toBeFocused()
  await there.getByRole('button', { name: 'I have saved them' }).click()
  await expect(readyPage(there)).toBeFocused()
  expect(await authenticator.count()).toBe(1)
  await there.getByRole('link', { name: 'Sign in' }).click()
  await expect(there.getByLabel('Email address')).toHaveValue(newcomer.email)
})

test('a browser without passkeys offers none, and finishes such a sign-up with a password', async ({
  page,
  newcomer,
  mail,
  anotherBrowser,
  watcher,
}) => {
  watcher.expectStatus(422, '/api/users/verify')
  await signUpWithoutPassword(page, newcomer)
  const { link } = await mailAbout(mail, newcomer.email, codeMail)
  const there = await (await anotherBrowser()).newPage()
  await there.addInitScript(() => Reflect.deleteProperty(window, 'PublicKeyCredential'))
  await there.goto('/sign-up')
  await expect(signUpPage(there)).toBeVisible()
  await expect(there.getByRole('button', { name: 'Sign up without a password' })).toHaveCount(0)
  await there.goto(link)
  await there.getByRole('button', { name: 'Confirm this address' }).click()
  await expect(passwordPage(there)).toBeFocused()
  await expect(there.getByRole('button', { name: 'Use a passkey instead' })).toHaveCount(0)
  await there.getByLabel('New password').fill(newcomer.password)
  await there.getByRole('button', { name: 'Finish' }).click()
  await expect(readyPage(there)).toBeVisible()
})
