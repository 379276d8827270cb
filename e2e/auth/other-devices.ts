import { currentSession } from '@latchkey/contracts/auth/sessions'
import type { Page } from '@playwright/test'
import { toast } from '../fixtures/devices.ts'
import { devicesPage } from '../fixtures/headings.ts'
import { signInBrowser } from '../fixtures/people.ts'
import { expect, test } from '../fixtures/test.ts'
import { firefoxOnLinux, safariOnPhone } from '../fixtures/user-agents.ts'

const dialog = (page: Page) => page.getByRole('alertdialog')

test('a person signs out all other devices', async ({
  signedInPage: page,
  anotherBrowser,
  server,
  user,
  anotherUser,
}) => {
  const others = await Promise.all([
    anotherBrowser({ userAgent: firefoxOnLinux.userAgent }),
    anotherBrowser({ userAgent: safariOnPhone.userAgent }),
  ])
  const stranger = await anotherBrowser()
  await Promise.all([
    ...others.map(other => signInBrowser(other, server, user)),
    signInBrowser(stranger, server, anotherUser),
  ])
  await page.goto('/devices')
  await page.getByRole('button', { name: 'Sign out of all other devices' }).click()
  await expect(dialog(page)).toHaveAccessibleName('Sign out of all other devices?')
  await expect(dialog(page)).toHaveAccessibleDescription('2 devices will have to sign in again. This happens at once.')
  await dialog(page).getByRole('button', { name: 'Sign out' }).click()
  await expect(toast(page, '2 devices are signed out.')).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Other devices' })).toBeFocused()
  await expect(page.getByRole('button', { name: 'Sign out of all other devices' })).toBeHidden()
  await page.reload()
  await expect(devicesPage(page)).toBeVisible()

  for (const other of others) {
    const answer = await other.request.get(currentSession.path)
    expect(await answer.json()).toMatchObject({ code: 'session_ended', reason: 'revoked_by_you' })
  }
  expect((await stranger.request.get(currentSession.path)).status()).toBe(200)
})

test('all other devices are signed out only after the dialog is confirmed', async ({
  signedInPage: page,
  anotherBrowser,
  server,
  user,
}) => {
  await signInBrowser(await anotherBrowser({ userAgent: firefoxOnLinux.userAgent }), server, user)
  const requested: string[] = []
  page.on('request', request => requested.push(request.url()))
  await page.goto('/devices')
  const opener = page.getByRole('button', { name: 'Sign out of all other devices' })

  for (const leave of [
    () => dialog(page).getByRole('button', { name: 'Cancel' }).click(),
    () => page.keyboard.press('Escape'),
  ]) {
    await opener.click()
    await expect(dialog(page).getByRole('button', { name: 'Cancel' })).toBeFocused()
    await leave()
    await expect(dialog(page)).toBeHidden()
    await expect(opener).toBeFocused()
  }
  expect(requested.filter(url => url.includes('revoke'))).toEqual([])
})
