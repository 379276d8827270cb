import type { Page } from '@playwright/test'
import { giveAddress, signInByForm } from '../fixtures/people.ts'
import { homePage } from '../fixtures/product.ts'
import { expect, test } from '../fixtures/test.ts'

const email = (page: Page) => page.getByRole('textbox', { name: 'Email address' })
const password = (page: Page) => page.getByRole('textbox', { name: 'Password' })

test('errors of empty fields appear in a summary and beside each field', async ({ page }) => {
  const requested: string[] = []
  page.on('request', request => requested.push(request.url()))
  await page.goto('/sign-up')
  await page.getByRole('button', { name: 'Create account' }).click()

  await expect(email(page)).toBeFocused()
  await expect(page).toHaveTitle(/^Error: Create an account/)
  await expect(page.getByRole('group', { name: 'There is a problem' })).toHaveText(
    'Check these two fields: Email address and Password.',
  )
  await expect(email(page)).toHaveAccessibleDescription('Enter your email address.')
  await expect(password(page)).toHaveAccessibleDescription(/^Enter your password\./)
  for (const field of [email(page), password(page)]) await expect(field).toHaveAttribute('aria-invalid', 'true')
  expect(requested.filter(url => url.endsWith('/sign_up'))).toEqual([])

  await test.step('the summary leads to the fields', async () => {
    await page.getByRole('link', { name: 'Password', exact: true }).click()
    await expect(password(page)).toBeFocused()
    await page.getByRole('link', { name: 'Email address' }).click()
    await expect(email(page)).toBeFocused()
  })
})

test('each step of the sign-in page names what is missing, and tells the server nothing', async ({ page, user }) => {
  const sent: string[] = []
  page.on('request', request => sent.push(request.url() + request.postData()))
  await page.goto('/login')
  await page.getByRole('button', { name: 'Continue', exact: true }).click()
  await expect(email(page)).toBeFocused()
  await expect(page).toHaveTitle(/^Error: Sign in/)
  await expect(email(page)).toHaveAccessibleDescription('Enter your email address.')
  await expect(page.getByRole('group', { name: 'There is a problem' })).toBeHidden()

  await giveAddress(page, user.email)
  await expect(password(page)).toBeFocused()
  await expect(page).toHaveTitle(/^Sign in/)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(password(page)).toHaveAccessibleDescription('Enter your password.')
  await expect(password(page)).toHaveAttribute('aria-invalid', 'true')
  expect(sent.filter(each => each.includes('sign_in') || each.includes(user.email))).toEqual([])

  await signInByForm(page, user)
  await expect(homePage(page)).toBeVisible()
})

test('the error of an invalid address appears beside its field, and the text stays as typed', async ({ page }) => {
  await page.goto('/login')
  for (const address of [
    'ada',
    'ada@',
    'ada@example',
    'ada@example.com, grace@example.com',
    'ada lovelace@example.com',
  ]) {
    await test.step(address, async () => {
      await email(page).fill(address)
      await page.getByRole('button', { name: 'Continue', exact: true }).click()
      await expect(email(page)).toBeFocused()
      await expect(email(page)).toHaveAccessibleDescription('Enter one address: name@example.com.')
      await expect(email(page)).toHaveValue(address)
      await expect(password(page)).toBeHidden()
    })
  }
})

test('an error goes when its field changes, and the focus stays where the person types', async ({
  page,
  newcomer,
  watcher,
}) => {
  watcher.expectStatus(400, '/api/users/sign_up')
  await page.goto('/sign-up')
  await email(page).fill('ada@example')
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(page.getByRole('main')).toContainText('Check these two fields: Email address and Password.')
  await email(page).pressSequentially('.com')
  await expect(email(page)).toHaveAccessibleDescription('')
  await expect(email(page)).toBeFocused()
  await expect(page.getByRole('group', { name: 'There is a problem' })).toBeHidden()
  await expect(password(page)).toHaveAccessibleDescription(/^Enter your password\./)
  await email(page).fill(newcomer.email)
  await password(page).fill('12qh6rlxed3ti')
  await expect(page.getByRole('main')).toContainText("We'll email you a code.")
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(password(page)).toHaveAccessibleDescription(/one of the first to be guessed/)
  await password(page).fill(newcomer.password)
  await expect(password(page)).toHaveAttribute('aria-invalid', 'false')
  await expect(password(page)).toHaveAccessibleDescription(/^Very hard to guess\./)
})

test('an error takes room only while it is there, and what was pressed stays in view on the narrowest screen', async ({
  page,
  newcomer,
  watcher,
}) => {
  watcher.expectStatus(400, '/api/users/sign_up')
  await page.setViewportSize({ width: 320, height: 720 })
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.goto('/sign-up')
  const button = page.getByRole('button', { name: 'Create account' })
  await email(page).fill('ada@example')
  // This password is in the server's list, but not in the page's. So the error and the hint appear together.
  await password(page).fill('12qh6rlxed3ti')
  await expect(page.getByRole('main')).toContainText(/ard to guess/)
  const buttonTop = () => button.evaluate(element => element.getBoundingClientRect().top + scrollY)
  const before = await buttonTop()
  await button.click()
  await expect(email(page)).toHaveAccessibleDescription('Enter one address: name@example.com.')
  expect(await buttonTop()).toBeGreaterThan(before)
  await expect(button).toBeInViewport()

  await email(page).fill(newcomer.email)
  await expect.poll(buttonTop).toBe(before)
  await button.click()
  await expect(password(page)).toHaveAccessibleDescription(/This password is one of the first to be guessed\./)
  await expect(button).toBeInViewport()
})
