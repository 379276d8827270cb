import { mailSentPage, signUpPage } from '../fixtures/headings.ts'
import { codeMail, mailAbout } from '../fixtures/mail.ts'
import { signInByForm } from '../fixtures/people.ts'
import { homePage } from '../fixtures/product.ts'
import { expect, test } from '../fixtures/test.ts'

test('a person signs up, types the code from the mail, and is signed in', async ({ page, newcomer, mail, watcher }) => {
  watcher.expectStatus(400, '/api/users/verify')
  await page.goto('/login')
  await page.getByRole('link', { name: 'Create an account' }).click()
  await expect(signUpPage(page)).toBeFocused()
  await page.getByLabel('Name (optional)').fill(newcomer.name)
  await page.getByLabel('Email address').fill(newcomer.email)
  await page.getByLabel('Password', { exact: true }).fill(newcomer.password)
  await expect(page.getByRole('status').filter({ hasText: 'Very hard to guess.' })).toBeVisible()
  await page.getByRole('button', { name: 'Create account' }).click()

  await expect(mailSentPage(page)).toBeVisible()
  const { code } = await mailAbout(mail, newcomer.email, codeMail)
  const field = page.getByLabel('Code from the email')
  await expect(field).toBeFocused()
  await expect(field).toHaveAttribute('autocomplete', 'one-time-code')

  await test.step('a reload changes nothing, and the browser stores no secret', async () => {
    await page.reload()
    await expect(mailSentPage(page)).toBeVisible()
    await expect(page.getByRole('main')).toContainText(newcomer.email)
    const kept = await page.evaluate(() => JSON.stringify([history.state, { ...localStorage }, { ...sessionStorage }]))
    expect(kept).not.toContain(newcomer.password)
  })

  await test.step('a wrong code shows an error, and can be corrected', async () => {
    await field.fill(code === '000000' ? '000001' : '000000')
    await expect(field).toBeFocused()
    await expect(field).toHaveAccessibleDescription('Wrong code, or it has expired.')
  })

  await field.fill(`Your code: ${code.slice(0, 3)} ${code.slice(3)}`)
  await expect(homePage(page)).toBeVisible()
  await expect(page.getByRole('main')).toContainText(newcomer.email)
})

test('only the mail says that an account already exists', async ({ page, user, mail }) => {
  await page.goto('/sign-up')
  await page.getByLabel('Email address').fill(user.email)
  await page.getByLabel('Password', { exact: true }).fill('seven lanterns under a bridge')
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(mailSentPage(page)).toBeVisible()
  await mailAbout(mail, user.email, 'You already have an account')
})

test('the mail can be sent again, also from the sign-in page', async ({ page, newcomer, mail, watcher }) => {
  watcher.expectStatus(401, '/api/sessions/sign_in')
  await page.goto('/sign-up')
  await page.getByLabel('Email address').fill(newcomer.email)
  await page.getByLabel('Password', { exact: true }).fill(newcomer.password)
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(mailSentPage(page)).toBeVisible()
  const first = await mailAbout(mail, newcomer.email, codeMail)
  await expect(page.getByRole('button', { name: 'Resend the email' })).toHaveAttribute('aria-disabled', 'true')

  await page.goto('/login')
  await signInByForm(page, newcomer)
  await page.getByRole('link', { name: 'Send it again' }).click()
  await page.getByRole('button', { name: 'Resend the email' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'If a sign-up is waiting' })).toBeVisible()
  const second = await mailAbout(mail, newcomer.email, codeMail)
  expect(second.link).not.toBe(first.link)
  await page.getByLabel('Code from the email').fill(second.code)
  await expect(homePage(page)).toBeVisible()
})
