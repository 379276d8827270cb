import type { Page } from '@playwright/test'
import { lookAfterAccount, signInInSteps } from '../fixtures/changed-pages.ts'
import { deadLinkPage, forgotPage, loginPage, mailSentPage, resetPage, settingsPage } from '../fixtures/headings.ts'
import { mailAbout } from '../fixtures/mail.ts'
import { giveAddress, signInByForm, signOutByMenu } from '../fixtures/people.ts'
import { homePage, notesPage } from '../fixtures/product.ts'
import { givePassword, passwordDialog, setting } from '../fixtures/settings.ts'
import { expect, minutes, test } from '../fixtures/test.ts'
import { translatePages } from '../fixtures/translate.ts'

const chosen = 'seven lanterns under a bridge'
/** In the server's list, but not in the page's. */
const common = '12qh6rlxed3ti'

const main = (page: Page) => page.getByRole('main')
const email = (page: Page) => page.getByRole('textbox', { name: 'Email address' })
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()

for (const way of ['moves', 'replaces'] as const) {
  test.describe(`translated by a browser that ${way} texts`, () => {
    test.beforeEach(({ context }) => translatePages(context, way))

    test('the sign-in form changes its sentences and keeps what was typed', async ({ page, user, watcher, clock }) => {
      for (const status of [401, 429]) watcher.expectStatus(status, '/api/sessions/sign_in')
      await page.goto('/login')
      await expect(loginPage(page)).toBeVisible()
      await press(page, 'Continue')
      await expect(main(page)).toContainText('Enter your email address.')
      await giveAddress(page, 'ada')
      await expect(main(page)).toContainText('Enter one address')
      await giveAddress(page, user.email)
      await expect(main(page)).toContainText('Enter your password.')
      await press(page, 'Change')
      await expect(email(page)).toHaveValue(user.email)
      for (let attempt = 0; attempt < 2; attempt++) {
        await signInByForm(page, { ...user, password: 'not the right password' })
        await expect(main(page)).toContainText(
          "That email and password don't match. Check both, or reset your password.",
        )
        await expect(email(page)).toHaveValue(user.email)
      }
      await press(page, 'Sign in')
      await signInByForm(page, { ...user, password: 'not the right password, again' })
      await clock.advance(minutes(60))
      await signInByForm(page, user)
      await expect(homePage(page)).toBeVisible()
    })

    test('the sign-up form changes its sentences, and the code can be typed again', async ({
      page,
      newcomer,
      mail,
      watcher,
    }) => {
      watcher.expectStatus(400, '/api/users/sign_up')
      watcher.expectStatus(400, '/api/users/verify')
      const password = page.getByLabel('Password', { exact: true })
      await page.goto('/sign-up')
      await press(page, 'Create account')
      await expect(main(page)).toContainText('Check these two fields: Email address and Password.')
      await email(page).fill(newcomer.email)
      await password.fill('a')
      await expect(main(page)).toContainText('Too short: use at least 12 characters.')
      await password.fill(common)
      await press(page, 'Create account')
      await expect(main(page)).toContainText('This password is one of the first to be guessed.')
      await password.fill(newcomer.password)
      await expect(main(page)).not.toContainText('one of the first')
      await expect(main(page)).toContainText('Very hard to guess.')
      await expect(email(page)).toHaveValue(newcomer.email)
      await press(page, 'Create account')
      await expect(mailSentPage(page)).toBeVisible()
      const { code } = await mail.to(newcomer.email)
      for (const wrong of ['1', code === '111111' ? '222222' : '111111', '']) {
        await page.getByLabel('Code from the email').fill(wrong)
        if (wrong.length < 6) await press(page, 'Sign in')
        await expect(main(page)).toContainText(wrong.length === 6 ? 'Wrong code' : 'Enter the 6 digits from the email.')
      }
      await page.getByLabel('Code from the email').fill(code)
      await expect(homePage(page)).toBeVisible()
    })

    test('the forms to reset a password change their sentences', async ({ page, user, mail, watcher }) => {
      watcher.expectStatus(400, '/api/passwords/reset')
      watcher.expectStatus(400, '/api/sessions/not_me')
      watcher.expectStatus(400, '/api/users/keep')
      await page.goto('/forgot')
      await expect(forgotPage(page)).toBeVisible()
      await press(page, 'Send the link')
      await expect(main(page)).toContainText('Enter your email address.')
      await email(page).fill(user.email)
      await press(page, 'Send the link')
      const { link } = await mailAbout(mail, user.email, 'Reset your password')
      await page.goto(link)
      await expect(resetPage(page)).toBeVisible()
      for (const refused of ['', 'short', common]) {
        await page.getByLabel('New password').fill(refused)
        await press(page, 'Change password')
        await expect(page.getByLabel('New password')).toHaveAttribute('aria-invalid', 'true')
        await expect(page.getByLabel('New password')).toHaveValue(refused)
      }
      await page.getByLabel('New password').fill(chosen)
      await press(page, 'Change password')
      await expect(main(page)).toContainText('You are signed out on every device.')
      for (const [path, button] of [
        ['/not-me#token=lk_none', 'Sign out everywhere'],
        ['/keep-account#token=lk_none', 'Keep my account'],
      ] as const) {
        await page.goto(path)
        await press(page, button)
        await expect(deadLinkPage(page)).toBeVisible()
      }
    })

    test('every form of the settings changes its sentences', async ({
      signedInPage: page,
      user,
      newcomer,
      watcher,
    }) => {
      watcher.expectStatus(401, '/api/restricted/password')
      watcher.expectStatus(401, '/api/restricted/session/confirm')
      watcher.expectStatus(400, '/api/restricted/password')
      for (const path of ['/api/restricted/email/change', '/api/restricted/user/export'])
        watcher.expectStatus(403, path)
      await page.goto('/settings')
      await expect(settingsPage(page)).toBeVisible()
      const name = setting(page, 'Name')
      for (const [typed, sentence] of [
        ['a'.repeat(101), 'Use at most 100 characters.'],
        ['Ada King', 'Your name is saved.'],
        ['a'.repeat(101), 'Use at most 100 characters.'],
        ['', 'Your name is removed.'],
      ] as const) {
        await name.getByLabel('Name').fill(typed)
        await press(page, 'Save name')
        await expect(name).toContainText(sentence)
      }

      const password = setting(page, 'Password')
      await press(page, 'Change password')
      await expect(password).toContainText('Check these two fields: Current password and New password.')
      await password.getByLabel('Current password').fill('not the right password')
      await password.getByLabel('New password').fill(chosen)
      await press(page, 'Change password')
      await expect(password).toContainText('Wrong password.')
      await password.getByLabel('Current password').fill(user.password)
      await expect(password).not.toContainText('Wrong password.')

      const address = setting(page, 'Email address')
      await press(page, 'Send the link')
      await expect(address).toContainText('Enter your email address.')
      await address.getByLabel('New email address').fill(newcomer.email)
      await press(page, 'Send the link')
      for (let attempt = 0; attempt < 2; attempt++) {
        await givePassword(page, 'not the right password')
        await expect(passwordDialog(page)).toContainText('Wrong password.')
      }
      await givePassword(page, user.password)
      await expect(address).toContainText(`We sent a link to ${newcomer.email}.`)
      await press(page, 'Cancel this change')
      await expect(address).toContainText('The change is cancelled.')
    })

    test('a sign-in by a mailed code and a second factor changes its sentences', async ({
      signedInPage: page,
      server,
      user,
      watcher,
      mail,
    }) => {
      await signInInSteps({ page, server, user, watcher, mail })
    })

    test('the pages about factors, devices and activity change with what happens', async ({
      signedInPage: page,
      server,
      user,
      watcher,
      anotherBrowser,
    }) => {
      await lookAfterAccount({ page, server, user, watcher, anotherBrowser })
    })

    test('lists change with what happens', async ({ signedInPage: page, watcher }) => {
      watcher.expectStatus(400, '/api/restricted/notes')
      await page.goto('/notes')
      await expect(notesPage(page)).toBeVisible()
      await press(page, 'Save note')
      await expect(main(page)).toContainText('Write something.')
      await page.getByLabel('New note').fill('Milk')
      await press(page, 'Save note')
      await expect(main(page)).toContainText('The note is saved.')
      await page.getByRole('button', { name: 'Delete "Milk"' }).click()
      await expect(main(page)).toContainText('The note is deleted.')
      await expect(main(page)).toContainText('No notes yet.')
      await signOutByMenu(page)
      await expect(main(page)).toContainText('You are signed out.')
    })
  })
}
