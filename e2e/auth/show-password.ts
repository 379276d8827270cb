import { giveAddress } from '../fixtures/people.ts'
import { homePage } from '../fixtures/product.ts'
import { expect, test } from '../fixtures/test.ts'

test('a password can be shown while it is typed', async ({ page, user }) => {
  const password = page.getByLabel('Password', { exact: true })
  await page.goto('/login')
  await giveAddress(page, user.email)
  await password.fill(user.password)
  await expect(password).toHaveAttribute('type', 'password')
  await page.getByRole('button', { name: 'Show password' }).click()
  await expect(password).toHaveAttribute('type', 'text')
  await expect(password).toHaveValue(user.password)
  await expect(password).toHaveAttribute('autocomplete', 'current-password')

  await page.getByRole('button', { name: 'Hide password' }).click()
  await expect(password).toHaveAttribute('type', 'password')
  await expect(page.getByRole('button', { name: 'Show password' })).toBeFocused()

  await page.getByRole('button', { name: 'Show password' }).click()
  await password.press('Enter')
  await expect(homePage(page)).toBeVisible()
})
