import { loginPage, settingsPage } from '../fixtures/headings.ts'
import { mailAbout } from '../fixtures/mail.ts'
import { signInBrowser, signInByForm } from '../fixtures/people.ts'
import { homePage } from '../fixtures/product.ts'
import { setting } from '../fixtures/settings.ts'
import { expect, test } from '../fixtures/test.ts'

const chosen = 'seven lanterns under a bridge'

test('a person changes the password: other devices are signed out, but not this one', async ({
  signedInPage: page,
  context,
  anotherBrowser,
  server,
  user,
  newcomer,
  mail,
  watcher,
}) => {
  watcher.expectStatus(401, '/api/restricted/password')
  const other = await anotherBrowser()
  await signInBrowser(other, server, user)
  const there = await other.newPage()
  await there.goto('/')
  await expect(homePage(there)).toBeVisible()
  await page.goto('/settings')
  const section = setting(page, 'Password')
  const [before] = (await context.cookies()).filter(({ name }) => name === '__Host-latchkey')

  await section.getByLabel('Current password').fill('not the right password')
  await section.getByLabel('New password').fill(chosen)
  await section.getByRole('button', { name: 'Change password' }).click()
  await expect(section.getByLabel('Current password')).toHaveAccessibleDescription('Wrong password.')

  await section.getByLabel('Current password').fill(user.password)
  await section.getByRole('button', { name: 'Change password' }).click()
  await expect(section.getByText('Your password is changed. 1 other device is signed out.')).toBeVisible()
  await expect(section.getByLabel('New password')).toHaveValue('')
  await mailAbout(mail, user.email, 'Your password was changed')

  await expect(loginPage(there)).toBeVisible()
  await expect(there.getByRole('main')).toContainText('the password was changed on another device.')
  await signInByForm(there, { ...user, password: chosen })
  await expect(homePage(there)).toBeVisible()

  await test.step('the typed password counts as a confirmation', async () => {
    const address = setting(page, 'Email address')
    await address.getByLabel('New email address').fill(newcomer.email)
    await address.getByRole('button', { name: 'Send the link' }).click()
    await expect(address.getByRole('status')).toContainText('We sent a link')
  })

  await test.step('this browser has a new token, and is still signed in', async () => {
    const [after] = (await context.cookies()).filter(({ name }) => name === '__Host-latchkey')
    expect(after?.value).not.toBe(before?.value)
    await page.reload()
    await expect(settingsPage(page)).toBeVisible()
  })
})
