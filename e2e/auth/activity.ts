import { activityPage, devicesPage } from '../fixtures/headings.ts'
import { signInBrowser } from '../fixtures/people.ts'
import { expect, minutes, test } from '../fixtures/test.ts'
import { firefoxOnLinux } from '../fixtures/user-agents.ts'

test('a person reads the activity of their account, and signs out a device they do not know', async ({
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
  await page.goto('/devices')
  await expect(devicesPage(page)).toBeVisible()
  await page.getByRole('link', { name: 'See what happened to your account' }).click()
  await expect(activityPage(page)).toBeFocused()

  const rows = page.getByRole('table').getByRole('row')
  await expect(rows.filter({ hasText: 'Signed in' })).toHaveCount(2)
  await expect(rows.filter({ hasText: /^Signed in.*Firefox on Linux/ })).toHaveCount(1)
  await expect(rows.filter({ hasText: /^Signed in.*This session/ })).toHaveCount(1)
  await expect(rows.filter({ hasText: 'A new device was used' })).toHaveCount(2)
  await expect(page.getByText("That's everything we keep.")).toBeVisible()

  await page.getByRole('link', { name: 'See where you are signed in' }).click()
  await page.getByRole('button', { name: /^Sign out Firefox on Linux/ }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'Firefox on Linux is signed out.' })).toBeVisible()
  await page.getByRole('link', { name: 'See what happened to your account' }).click()
  await expect(rows.filter({ hasText: 'A device was signed out from your list of devices' })).toHaveCount(1)
})
