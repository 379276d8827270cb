import { askForCode } from '@latchkey/contracts/auth/email-codes'
import type { Page } from '@playwright/test'
import { codePage, devicesPage, loginPage, mailSentPage } from '../fixtures/headings.ts'
import { mailAbout, signInCodeMail } from '../fixtures/mail.ts'
import { addAuthenticator, enrol } from '../fixtures/passkeys.ts'
import { giveAddress, signInBrowser, signOutByMenu } from '../fixtures/people.ts'
import { homePage } from '../fixtures/product.ts'
import { expect, test } from '../fixtures/test.ts'

const field = (page: Page) => page.getByLabel('Code from the email')
const another = (code: string) => (code === '000000' ? '000001' : '000000')

/** From the sign-in page to the page that waits for the code. */
async function askAtLogin(page: Page, email: string, path = '/login'): Promise<void> {
  await page.goto(path)
  await giveAddress(page, email)
  await page.getByRole('link', { name: 'Email me a code' }).click()
  await expect(codePage(page)).toBeFocused()
  await expect(page.getByLabel('Email address')).toHaveValue(email)
  await page.getByRole('button', { name: 'Email me a code' }).click()
  await expect(mailSentPage(page)).toBeVisible()
}

test('a person signs in with a code by mail, and comes to the wanted page', async ({ page, user, mail, watcher }) => {
  watcher.expectStatus(400, '/api/sessions/email_code/verify')
  await askAtLogin(page, user.email, '/login?return=%2Fdevices')
  const { code } = await mailAbout(mail, user.email, signInCodeMail)
  await expect(field(page)).toBeFocused()
  await expect(field(page)).toHaveAttribute('autocomplete', 'one-time-code')

  await test.step('a reload changes nothing, and the history holds no secret', async () => {
    await page.reload()
    await expect(mailSentPage(page)).toBeVisible()
    await expect(page.getByRole('main')).toContainText(user.email)
    expect(await page.evaluate(() => JSON.stringify([history.state, { ...localStorage }]))).not.toContain('lk_')
  })
  await test.step('a wrong code shows an error, and can be corrected', async () => {
    await field(page).fill(another(code))
    await expect(field(page)).toHaveAccessibleDescription(/^Wrong code, or it has expired\./)
    await expect(field(page)).toBeFocused()
  })

  await field(page).fill(`Your code: ${code.slice(0, 3)} ${code.slice(3)}`)
  await expect(devicesPage(page)).toBeVisible()
  expect(await page.evaluate(() => ({ ...sessionStorage }))).toEqual({})
})

test('a code by mail does not replace the second factor', async ({ signedInPage: page, user, mail }) => {
  const authenticator = await addAuthenticator(page)
  await enrol(page, user)
  await authenticator.setPresent(false)
  await signOutByMenu(page)
  await expect(loginPage(page)).toBeVisible()

  await askAtLogin(page, user.email, '/login?return=%2Fdevices')
  await field(page).fill((await mailAbout(mail, user.email, signInCodeMail)).code)
  await expect(page.getByRole('heading', { level: 1, name: 'Use your passkey' })).toBeFocused()
  await expect(page).toHaveURL('/login/second-step?return=%2Fdevices')
  await page.goto('/devices')
  await expect(loginPage(page)).toBeVisible()

  await page.goto('/login/second-step?return=%2Fdevices')
  await authenticator.setPresent(true)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(devicesPage(page)).toBeVisible()
})

test('a newer mail replaces the code', async ({ page, user, mail, watcher }) => {
  watcher.expectStatus(400, '/api/sessions/email_code/verify')
  await page.clock.install()
  await askAtLogin(page, user.email)
  const { code: first } = await mailAbout(mail, user.email, signInCodeMail)
  const again = page.getByRole('button', { name: 'Resend the email' })
  await expect(again).toHaveAttribute('aria-disabled', 'true')
  await page.clock.runFor(30_000)
  await again.click()
  await expect(page.getByRole('status').filter({ hasText: 'we sent another email' })).toBeVisible()
  const { code: second } = await mailAbout(mail, user.email, signInCodeMail)
  await field(page).fill(first)
  await expect(field(page)).toHaveAccessibleDescription(/^Wrong code/)
  await field(page).fill(second)
  await expect(homePage(page)).toBeVisible()
})

test('an address without an account looks the same', async ({ page, user, newcomer, anotherBrowser, watcher }) => {
  watcher.expectStatus(400, '/api/sessions/email_code/verify')
  const other = await (await anotherBrowser()).newPage()
  const seen = async (page: Page, email: string) => {
    const answered = page.waitForResponse(`**${askForCode.path}`)
    await askAtLogin(page, email)
    const status = (await answered).status()
    const words = (await page.getByRole('main').textContent()) ?? ''
    await field(page).fill('000000')
    await expect(field(page)).toHaveAccessibleDescription(/^Wrong code/)
    return { status, words: words.replaceAll(email, 'ADDRESS').replace(/in \d+ s/, '') }
  }
  expect(await seen(page, newcomer.email)).toEqual(await seen(other, user.email))
})

test('who is signed in already is led on', async ({ page, context, server, user }) => {
  await signInBrowser(context, server, user)
  await page.goto('/login/code?return=%2Fdevices')
  await expect(devicesPage(page)).toBeVisible()
})
