import { toast } from '../fixtures/devices.ts'
import {
  activityPage,
  devicesPage,
  focused,
  loginPage,
  mailSentPage,
  settingsPage,
  signUpPage,
} from '../fixtures/headings.ts'
import { tabTo } from '../fixtures/keyboard.ts'
import { codeMail, mailAbout } from '../fixtures/mail.ts'
import { signInBrowser } from '../fixtures/people.ts'
import { homePage } from '../fixtures/product.ts'
import { passwordDialog, setting } from '../fixtures/settings.ts'
import { expect, test } from '../fixtures/test.ts'
import { firefoxOnLinux } from '../fixtures/user-agents.ts'

test('everything can be done with the keyboard alone', async ({ page, user, server, anotherBrowser }) => {
  await signInBrowser(await anotherBrowser({ userAgent: firefoxOnLinux.userAgent }), server, user)
  const { keyboard } = page
  await page.goto('/devices')
  await expect(loginPage(page)).toBeVisible()

  await test.step('sign in', async () => {
    await tabTo(page, 'Skip to main content')
    await expect(focused(page)).toBeInViewport()
    await tabTo(page, 'Email address')
    await keyboard.type(user.email)
    await keyboard.press('Enter')
    await expect(page.getByRole('textbox', { name: 'Password' })).toBeFocused()
    await tabTo(page, 'Change', 'Shift+Tab')
    await keyboard.press('Enter')
    await expect(page.getByLabel('Email address')).toBeFocused()
    await tabTo(page, 'Continue')
    await keyboard.press('Enter')
    await expect(page.getByRole('textbox', { name: 'Password' })).toBeFocused()
    await keyboard.type(user.password)
    await tabTo(page, 'Show password')
    await keyboard.press('Space')
    await expect(page.getByRole('textbox', { name: 'Password' })).toHaveAttribute('type', 'text')
    await tabTo(page, /^Keep me signed in/)
    await keyboard.press('Space')
    await expect(page.getByRole('checkbox')).toBeChecked()
    await tabTo(page, 'Sign in')
    await keyboard.press('Enter')
    await expect(devicesPage(page)).toBeFocused()
  })

  await test.step('go from page to page', async () => {
    await keyboard.press('Shift+Tab')
    await expect(page.getByRole('link', { name: 'Settings', exact: true })).toBeFocused()
    for (const name of ['Activity', 'Devices', 'Overview']) await tabTo(page, name, 'Shift+Tab')
    await keyboard.press('Enter')
    await expect(homePage(page)).toBeFocused()
    await tabTo(page, 'Devices', 'Shift+Tab')
    await keyboard.press('Enter')
    await expect(devicesPage(page)).toBeFocused()
    await tabTo(page, /^Activity of/)
    await keyboard.press('Enter')
    await expect(activityPage(page)).toBeFocused()
    const time = /\d\d:\d\d/
    await expect(page.getByRole('listitem').filter({ hasText: time }).first()).toBeVisible()
    await tabTo(page, 'Refused')
    await keyboard.press('Tab')
    await expect(page.getByLabel('Device')).toBeFocused()
    await keyboard.press('Tab')
    await expect(focused(page)).toHaveText(time)
    await keyboard.press('Enter')
    await expect(page.getByText(/^\w+, \d+ \w+ \d+ at/)).toBeVisible()
    await page.goBack()
    await expect(devicesPage(page)).toBeFocused()
  })

  await test.step('sign out another device', async () => {
    const opener = page.getByRole('button', { name: /^Sign out Firefox on Linux/ })
    await tabTo(page, /^Sign out Firefox on Linux/)
    await keyboard.press('Enter')
    await expect(focused(page)).toHaveAccessibleName('Signing out…')
    await keyboard.press('F6')
    await expect(focused(page)).toHaveAccessibleName('Undo')
    await keyboard.press('Enter')
    await expect(toast(page, 'Firefox on Linux stays signed in.')).toBeVisible()
    await expect(opener).toBeFocused()
    await keyboard.press('Space')
    await keyboard.press('F6')
    await keyboard.press('Tab')
    await keyboard.press('Space')
    await expect(toast(page, 'Firefox on Linux is signed out.')).toBeVisible()
    await expect(opener).toBeHidden()
    await expect(page.getByRole('heading', { name: 'Other devices' })).toBeFocused()
  })

  await test.step('sign out all other devices', async () => {
    await signInBrowser(await anotherBrowser({ userAgent: firefoxOnLinux.userAgent }), server, user)
    const dialog = page.getByRole('alertdialog')
    const opener = page.getByRole('button', { name: 'Sign out of all other devices' })
    // The list hears of the new device by the stream.
    await expect(opener).toBeVisible()
    await tabTo(page, 'Sign out of all other devices')
    await keyboard.press('Enter')
    await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
    for (const name of ['Sign out', 'Cancel', 'Sign out']) {
      await keyboard.press('Tab')
      await expect(dialog.getByRole('button', { name })).toBeFocused()
    }
    await keyboard.press('Escape')
    await expect(opener).toBeFocused()
    await keyboard.press('Space')
    await keyboard.press('Tab')
    await keyboard.press('Space')
    await expect(toast(page, '1 device is signed out.')).toBeVisible()
    // Before the list is read again, the next Tab still leads to the button or to the card that go.
    await expect(opener).toBeHidden()
    await expect(page.getByRole('heading', { name: 'Other devices' })).toBeFocused()
  })

  await test.step('open the list of ended sessions', async () => {
    const ended = page.getByRole('listitem').filter({ hasText: 'you signed it out' }).first()
    await expect(ended).toBeHidden()
    await keyboard.press('Tab')
    await expect(focused(page)).toHaveText('Ended in the last 30 days (2)')
    await keyboard.press('Enter')
    await expect(ended).toBeVisible()
  })

  await test.step('sign out', async () => {
    await page.reload()
    await expect(devicesPage(page)).toBeVisible()
    await tabTo(page, /^Account menu/)
    await keyboard.press('Enter')
    await keyboard.press('Escape')
    await expect(page.getByRole('button', { name: /^Account menu/ })).toBeFocused()
    await keyboard.press('Space')
    await tabTo(page, 'Sign out')
    await keyboard.press('Enter')
    await expect(loginPage(page)).toBeFocused()
  })
})

test('the first link skips to the content', async ({ signedInPage: page }) => {
  await page.goto('/devices')
  await expect(devicesPage(page)).toBeVisible()
  await tabTo(page, 'Skip to main content')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('main')).toBeFocused()
  await page.keyboard.press('Tab')
  await expect(page.getByRole('main').getByRole('button').first()).toBeFocused()
  await expect(page).toHaveURL('/devices')
})

test('sign-up and a change of address work with the keyboard alone', async ({ page, newcomer, mail, watcher }) => {
  watcher.expectStatus(403, '/api/restricted/email/change')
  const { keyboard } = page
  await page.goto('/login')
  await expect(loginPage(page)).toBeVisible()
  await tabTo(page, 'Create an account')
  await keyboard.press('Enter')
  await expect(signUpPage(page)).toBeFocused()
  await tabTo(page, 'Email address')
  await keyboard.type(newcomer.email)
  await tabTo(page, 'Password')
  await keyboard.type(newcomer.password)
  await keyboard.press('Enter')
  await expect(mailSentPage(page)).toBeVisible()
  const { code } = await mailAbout(mail, newcomer.email, codeMail)
  await expect(page.getByLabel('Code from the email')).toBeFocused()
  await keyboard.type(code)
  await expect(homePage(page)).toBeFocused()

  await keyboard.press('Shift+Tab')
  await expect(page.getByRole('link', { name: 'Settings', exact: true })).toBeFocused()
  await keyboard.press('Enter')
  await expect(settingsPage(page)).toBeFocused()
  await tabTo(page, 'New email address')
  await keyboard.type(`new.${newcomer.email}`)
  await keyboard.press('Enter')
  await expect(passwordDialog(page).getByLabel('Password', { exact: true })).toBeFocused()
  await keyboard.type(newcomer.password)
  await keyboard.press('Enter')
  await expect(passwordDialog(page)).toBeHidden()
  await expect(setting(page, 'Email address').getByRole('status')).toContainText('We sent a link')
})
