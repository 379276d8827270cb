import { loginPage } from '../fixtures/headings.ts'
import { signOutByMenu } from '../fixtures/people.ts'
import { setting } from '../fixtures/settings.ts'
import { expect, test } from '../fixtures/test.ts'

test('a person chooses dark pages, and keeps them after a sign-out', async ({ signedInPage: page }) => {
  const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
  await page.goto('/settings')
  const light = await background()
  await setting(page, 'Appearance').getByText('Dark').click()
  await expect(page.getByRole('radio', { name: 'Dark' })).toBeChecked()
  const dark = await background()
  expect(dark).not.toBe(light)

  await page.reload()
  await expect(page.getByRole('radio', { name: 'Dark' })).toBeChecked()
  await signOutByMenu(page)
  await expect(loginPage(page)).toBeVisible()
  await page.reload()
  expect(await background()).toBe(dark)
})
