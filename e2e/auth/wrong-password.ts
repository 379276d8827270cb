import { focused } from '../fixtures/headings.ts'
import { signInByForm } from '../fixtures/people.ts'
import { homePage } from '../fixtures/product.ts'
import { expect, test } from '../fixtures/test.ts'

const mismatch = "That address and password don't match. Check both, or reset the password."

test.beforeEach(({ watcher }) => watcher.expectStatus(401, '/api/sessions/sign_in'))

test('a wrong password is told, what was typed stays, and the right one signs in', async ({ page, user }) => {
  const password = page.getByLabel('Password', { exact: true })
  await page.goto('/login')
  await signInByForm(page, { ...user, password: 'not the right password' })
  await expect(focused(page)).toHaveText(mismatch)
  await expect(page.getByLabel('Email address')).toHaveValue(user.email)
  await expect(password).toHaveValue('not the right password')
  await expect(page).toHaveURL('/login')

  await test.step('a second time the focus comes back', async () => {
    await password.press('Enter')
    await expect(focused(page)).toHaveText(mismatch)
  })

  await password.fill(user.password)
  await password.press('Enter')
  await expect(homePage(page)).toBeVisible()
})

test('an unknown address reads as a wrong password does', async ({ page, user }) => {
  await page.goto('/login')
  await signInByForm(page, { email: `nobody.${user.email}`, password: user.password })
  await expect(focused(page)).toHaveText(mismatch)
})

test('an address counts however it is written, a password only as it is', async ({ page, user }) => {
  await page.goto('/login')
  await signInByForm(page, { ...user, password: ` ${user.password}` })
  await expect(focused(page)).toHaveText(mismatch)
  await signInByForm(page, { email: `  ${user.email.toUpperCase()} `, password: user.password })
  await expect(homePage(page)).toBeVisible()
})
