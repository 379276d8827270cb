import type { Page } from '@playwright/test'
import { focused, loginPage } from '../fixtures/headings.ts'
import { pressUntilSignedIn, tryAgain } from '../fixtures/outage.ts'
import { signInByForm } from '../fixtures/people.ts'
import { expect, test } from '../fixtures/test.ts'

const banner = (page: Page) =>
  page.getByRole('status').filter({ hasText: "Can't reach the server. We'll keep trying." })
const isBack = 'The server is back. Try again.'
const notReached = 'Try again when the server is back.'

test('the server goes away during a sign-in: the typed text stays', async ({ page, user, outage }) => {
  await page.goto('/login')
  await page.getByLabel('Email address').fill(user.email)
  await page.getByRole('checkbox', { name: 'Keep me signed in' }).check()
  await outage.begin()
  await signInByForm(page, user)
  await expect(focused(page)).toHaveText(notReached)
  await expect(banner(page)).toBeVisible()
  await expect(page.getByText("Can't reach the server"), 'the page says one thing once').toHaveCount(1)

  await outage.end()
  await expect(banner(page)).toBeHidden()
  await expect(page.getByText(isBack)).toBeVisible()
  await expect(page.getByLabel('Email address')).toHaveValue(user.email)
  await expect(page.getByLabel('Password', { exact: true })).toHaveValue(user.password)
  await expect(page.getByRole('checkbox', { name: 'Keep me signed in' })).toBeChecked()
  await pressUntilSignedIn(page, page.getByRole('button', { name: 'Sign in', exact: true }))
})

test('the database is away during a sign-in: the page does not call the password wrong', async ({
  page,
  user,
  outage,
}) => {
  await outage.disconnectDatabase()
  await page.goto('/login')
  await expect(loginPage(page)).toBeVisible()
  await signInByForm(page, user)
  await expect(focused(page)).toHaveText(notReached)
  await expect(banner(page)).toBeVisible()

  await outage.reconnectDatabase()
  await tryAgain(page)
  await expect(banner(page)).toBeHidden()
  await expect(page.getByText(isBack)).toBeVisible()
  await pressUntilSignedIn(page, page.getByRole('button', { name: 'Sign in', exact: true }))
})
