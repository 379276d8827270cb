import { currentSession } from '@latchkey/contracts/auth/sessions'
import type { Page } from '@playwright/test'
import { endSession } from '../fixtures/end-session.ts'
import { settingsPage } from '../fixtures/headings.ts'
import { homePage } from '../fixtures/product.ts'
import { givePassword, passwordDialog, setting } from '../fixtures/settings.ts'
import { expect, minutes, test } from '../fixtures/test.ts'

const newAddress = (page: Page) => setting(page, 'Email address').getByLabel('New email address')
const another = (page: Page) => page.getByRole('button', { name: 'Use another address' })
const send = (page: Page) => setting(page, 'Email address').getByRole('button', { name: 'Send the link', exact: true })

test.beforeEach(({ watcher }) => {
  watcher.expectStatus(403, '/api/restricted/email/change')
  watcher.expectStatus(401, '/api/restricted/session/confirm')
})

test('the dialog asks for the password once in ten minutes, and forms keep their text', async ({
  signedInPage: page,
  user,
  newcomer,
  clock,
}) => {
  await page.goto('/settings')
  await setting(page, 'Name').getByLabel('Name').fill('Half a na')
  await newAddress(page).fill(newcomer.email)
  await send(page).click()
  await expect(passwordDialog(page).getByLabel('Password', { exact: true })).toBeFocused()
  await expect(passwordDialog(page)).toContainText(user.email)

  await test.step('a cancel changes nothing', async () => {
    await page.keyboard.press('Escape')
    await expect(passwordDialog(page)).toBeHidden()
    await expect(newAddress(page)).toHaveValue(newcomer.email)
  })

  await send(page).click()
  await givePassword(page, 'not the right password')
  await expect(passwordDialog(page).getByLabel('Password', { exact: true })).toHaveAccessibleDescription(
    'Wrong password.',
  )
  await givePassword(page, user.password)
  await expect(setting(page, 'Email address').getByRole('status')).toContainText('We sent a link')
  await expect(setting(page, 'Name').getByLabel('Name')).toHaveValue('Half a na')

  await another(page).click()
  await expect(newAddress(page)).toBeFocused()
  await newAddress(page).fill(newcomer.email)
  await send(page).click()
  await expect(newAddress(page)).toHaveCount(0)
  await clock.advance(minutes(11))
  await another(page).click()
  await newAddress(page).fill(newcomer.email)
  await send(page).click()
  await expect(passwordDialog(page)).toBeVisible()
})

test('a session that ends during a half-typed form continues after a sign-in in the same dialog', async ({
  signedInPage: page,
  context,
  server,
  watcher,
  user,
}) => {
  await page.goto('/settings')
  await expect(settingsPage(page)).toBeVisible()
  await newAddress(page).fill('half@')
  const other = await context.newPage()
  await other.goto('/')
  await expect(homePage(other)).toBeVisible()

  const { data } = await (await context.request.get(currentSession.path)).json()
  await endSession(server, watcher, data.session.id)
  await expect(passwordDialog(page)).toContainText('You were signed out by an administrator.')
  await givePassword(page, user.password)
  await expect(passwordDialog(page)).toBeHidden()
  await expect(newAddress(page)).toHaveValue('half@')
  await expect(homePage(other)).toBeVisible()
})
