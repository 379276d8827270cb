import { changedPage, deadLinkPage, forgotPage, loginPage, mailSentPage, resetPage } from '../fixtures/headings.ts'
import { mailAbout } from '../fixtures/mail.ts'
import { signInBrowser, signInByForm } from '../fixtures/people.ts'
import { homePage } from '../fixtures/product.ts'
import { expect, minutes, test } from '../fixtures/test.ts'

const chosen = 'seven lanterns under a bridge'

test('a person who forgot the password chooses a new one with the mail', async ({
  page,
  user,
  mail,
  server,
  anotherBrowser,
  watcher,
}) => {
  watcher.expectStatus(401, '/api/sessions/sign_in')
  watcher.expectStatus(400, '/api/passwords/reset')
  const phone = await anotherBrowser()
  await signInBrowser(phone, server, user)
  const there = await phone.newPage()
  await there.goto('/')
  await expect(homePage(there)).toBeVisible()

  await page.goto('/login')
  await signInByForm(page, { ...user, password: 'not the right password' })
  await page.getByRole('link', { name: 'reset your password' }).click()
  await expect(forgotPage(page)).toBeFocused()
  await expect(page.getByLabel('Email address')).toHaveValue(user.email)
  await page.getByRole('button', { name: 'Send the link' }).click()
  await expect(mailSentPage(page)).toBeFocused()
  const { link } = await mailAbout(mail, user.email, 'Reset your password')

  await page.goto(link)
  await expect(resetPage(page)).toBeVisible()
  await expect(page).toHaveURL('/reset')
  await page.getByLabel('New password').fill(chosen)
  await page.getByRole('button', { name: 'Change password' }).click()
  await expect(changedPage(page)).toBeFocused()
  await mailAbout(mail, user.email, 'Your password was changed')

  await test.step('every device is signed out, and shows why', async () => {
    await expect(loginPage(there)).toBeVisible()
    await expect(there.getByRole('main')).toContainText('the password was reset.')
  })
  await page.getByRole('link', { name: 'Sign in' }).click()
  await expect(page.getByLabel('Email address')).toHaveValue(user.email)
  await signInByForm(page, user)
  await expect(page.getByRole('main')).toContainText("don't match")
  await signInByForm(page, { ...user, password: chosen })
  await expect(homePage(page)).toBeVisible()

  await test.step('the link works once', async () => {
    await page.goto(link)
    await page.getByLabel('New password').fill(`${chosen} once more`)
    await page.getByRole('button', { name: 'Change password' }).click()
    await expect(deadLinkPage(page)).toBeFocused()
    await page.getByRole('link', { name: 'Get a new link' }).click()
    await expect(forgotPage(page)).toBeFocused()
  })
})

test('a link that a mail program changed works', async ({ page, user, mail }) => {
  await page.goto('/forgot')
  await page.getByLabel('Email address').fill(user.email)
  await page.getByRole('button', { name: 'Send the link' }).click()
  const { link } = await mailAbout(mail, user.email, 'Reset your password')
  const response = await page.goto(link.replace('/reset#token=', '/reset/#token%3D'))
  expect(response?.status()).toBe(200)
  await expect(resetPage(page)).toBeVisible()
  await expect(page).toHaveURL('/reset')
  await page.getByLabel('New password').fill(chosen)
  await page.getByRole('button', { name: 'Change password' }).click()
  await expect(changedPage(page)).toBeFocused()
})

test('an expired link says so', async ({ page, user, mail, clock, watcher }) => {
  watcher.expectStatus(400, '/api/passwords/reset')
  await page.goto('/forgot')
  await page.getByLabel('Email address').fill(user.email)
  await page.getByRole('button', { name: 'Send the link' }).click()
  const { link } = await mailAbout(mail, user.email, 'Reset your password')
  await clock.advance(minutes(61))
  await page.goto(link)
  await page.getByLabel('New password').fill(chosen)
  await page.getByRole('button', { name: 'Change password' }).click()
  await expect(deadLinkPage(page)).toBeFocused()
})

test('an unknown address gets the same answer as a known one', async ({ page, newcomer }) => {
  await page.goto('/forgot')
  await page.getByLabel('Email address').fill(newcomer.email)
  await page.getByRole('button', { name: 'Send the link' }).click()
  await expect(mailSentPage(page)).toBeFocused()
  await expect(page.getByRole('main')).toContainText(
    `If there is an account for ${newcomer.email}, we emailed a link there.`,
  )
})
