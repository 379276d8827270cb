import { focused } from '../fixtures/headings.ts'
import { signInByForm } from '../fixtures/people.ts'
import { homePage } from '../fixtures/product.ts'
import { expect, test } from '../fixtures/test.ts'

const mismatch = "That email and password don't match. Check both, or reset your password."

test.beforeEach(({ watcher }) => watcher.expectStatus(401, '/api/sessions/sign_in'))

test('a wrong password shows an error, the typed text stays, and the right password signs in', async ({
  page,
  user,
}) => {
  const password = page.getByLabel('Password', { exact: true })
  await page.goto('/login')
  await signInByForm(page, { ...user, password: 'not the right password' })
  await expect(focused(page)).toHaveText(mismatch)
  await expect(page.getByLabel('Email address')).toHaveValue(user.email)
  await expect(password).toHaveValue('not the right password')
  await expect(page).toHaveURL('/login')

  await test.step('the second time, the error gets the focus again', async () => {
    await password.press('Enter')
    await expect(focused(page)).toHaveText(mismatch)
  })

  await password.fill(user.password)
  await password.press('Enter')
  await expect(homePage(page)).toBeVisible()
})

test('an unknown address gets the same answer as a wrong password', async ({ page, user }) => {
  await page.goto('/login')
  await signInByForm(page, { email: `unknown.${user.email}`, password: user.password })
  await expect(focused(page)).toHaveText(mismatch)
})

test('case and spaces do not matter in an address, but they do in a password', async ({ page, user }) => {
  await page.goto('/login')
  await signInByForm(page, { ...user, password: ` ${user.password}` })
  await expect(focused(page)).toHaveText(mismatch)
  await signInByForm(page, { email: `  ${user.email.toUpperCase()} `, password: user.password })
  await expect(homePage(page)).toBeVisible()
})
