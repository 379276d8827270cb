import { toast } from '../fixtures/devices.ts'
import { activityPage, devicesPage, settingsPage } from '../fixtures/headings.ts'
import { signInBrowser } from '../fixtures/people.ts'
import { expect, minutes, test } from '../fixtures/test.ts'
import { firefoxOnLinux, safariOnPhone } from '../fixtures/user-agents.ts'

test('a person reads the story of their account, and locks out a device that they do not know', async ({
  signedInPage: page,
  anotherBrowser,
  server,
  user,
  anotherUser,
  clock,
}) => {
  await signInBrowser(await anotherBrowser(), server, anotherUser)
  await clock.advance(minutes(5))
  await signInBrowser(await anotherBrowser({ userAgent: firefoxOnLinux.userAgent }), server, user)
  const phone = await anotherBrowser({ userAgent: safariOnPhone.userAgent })
  await signInBrowser(phone, server, user)
  await signInBrowser(phone, server, user)
  await page.goto('/activity')
  await expect(activityPage(page)).toBeVisible()

  const entries = page.locator('summary')
  await expect(entries.filter({ hasText: 'Signed in on a new device' })).toHaveCount(3)
  await expect(entries.filter({ hasText: /^Signed in on Safari on iPhone/ })).toHaveCount(1)
  await expect(entries.filter({ hasText: /took the place of Safari on iPhone/ })).toHaveCount(1)
  await expect(entries.filter({ hasText: /This session/ })).toHaveCount(1)
  await expect(page.getByText("That's everything we keep.")).toBeVisible()

  await test.step('by kind and by device', async () => {
    await page.getByRole('link', { name: 'Changes' }).click()
    await expect(entries).toHaveCount(1)
    await page.getByRole('link', { name: 'Refused' }).click()
    await expect(page.getByText('Nothing matches these filters.')).toBeVisible()
    await page.getByRole('link', { name: 'Show everything' }).click()
    await page.getByLabel('Device').selectOption('Safari on iPhone')
    await expect(entries).toHaveCount(3)
    await page.reload()
    await expect(entries).toHaveCount(3)
    await page.getByLabel('Device').selectOption('All devices')
  })

  await test.step('an entry says when and where, and what to do', async () => {
    await entries.filter({ hasText: 'Firefox on Linux' }).click()
    const entry = page.getByRole('group').filter({ hasText: 'Firefox on Linux' })
    await expect(entry).toContainText('127.0.0.1')
    await entry.getByRole('button', { name: "This wasn't me" }).click()
    await entry.getByRole('button', { name: 'Sign out others and change password' }).click()
    await expect(settingsPage(page)).toBeVisible()
    await expect(page).toHaveURL('/settings#password')
    await expect(toast(page, '2 devices are signed out.')).toBeVisible()
  })

  await page.goto('/devices')
  await expect(devicesPage(page)).toBeVisible()
  await expect(page.getByText("You aren't signed in anywhere else.")).toBeVisible()
})

test('a refused sign-in is shown as such', async ({ signedInPage: page, server, user, anotherBrowser, watcher }) => {
  watcher.expectStatus(401, '/api/sessions/sign_in')
  const stranger = await anotherBrowser({ userAgent: safariOnPhone.userAgent })
  await stranger.request.post(`${server.url}/api/sessions/sign_in`, {
    data: { email: user.email, password: 'not the password' },
    headers: { origin: server.url },
  })
  const refused = page.locator('summary').filter({ hasText: 'A sign-in was refused' })
  // Refused sign-ins are written together, some seconds later.
  await expect(async () => {
    await page.goto('/activity?only=refused')
    await expect(refused).toHaveCount(1, { timeout: 1_000 })
  }).toPass()
  await expect(refused).toContainText('Safari on iPhone')
  await refused.click()
  await page.getByRole('button', { name: "This wasn't me" }).click()
  await expect(page.getByText(/^No one got in/)).toBeVisible()
})
