import type { Page } from '@playwright/test'
import { loginPage, signUpPage } from '../fixtures/headings.ts'
import { expect, test } from '../fixtures/test.ts'

/** The files of the page are gone, as after an update of the server. `isBack` is asked for each request. */
const loseSignUpPage = (page: Page, isBack: () => boolean) =>
  page.route('**/assets/sign-up-page-*.js', route => (isBack() ? route.continue() : route.abort()))

test.beforeEach(({ watcher }) => watcher.expectError('net::ERR_FAILED'))

test('a page whose files are gone loads the newer version of the app', async ({ page }) => {
  let loads = 0
  page.on('domcontentloaded', () => loads++)
  await loseSignUpPage(page, () => loads > 1)
  await page.goto('/login')
  await page.getByRole('link', { name: 'Create an account' }).click()
  await expect(signUpPage(page)).toBeVisible()
  expect(loads).toBe(2)
})

test('a page whose files stay missing says so, and does not load for ever', async ({ page }) => {
  let loads = 0
  page.on('domcontentloaded', () => loads++)
  await loseSignUpPage(page, () => false)
  await page.goto('/login')
  await expect(loginPage(page)).toBeVisible()
  await page.getByRole('link', { name: 'Create an account' }).click()
  await expect(page.getByRole('heading', { level: 1, name: "can't be shown" })).toBeVisible()
  expect(loads).toBe(2)
})
