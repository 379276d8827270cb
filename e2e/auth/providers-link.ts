import { linkIdentity, unlinkIdentity } from '@latchkey/contracts/auth/identities'
import { linkedAccounts as words } from '@latchkey/contracts/words/en/linked-accounts'
import { proof } from '@latchkey/contracts/words/en/proof'
import { providers as buttons } from '@latchkey/contracts/words/en/providers'
import { withProvider } from '@latchkey/contracts/words/en/with-provider'
import type { Page } from '@playwright/test'
import { appCode, appStep, nextCode, signedOutWithApp } from '../fixtures/factors.ts'
import { heading } from '../fixtures/headings.ts'
import { signOutByMenu } from '../fixtures/people.ts'
import { homePage } from '../fixtures/product.ts'
import { accountOf, providerButton, providerName, signInThere, signInWithProvider, test } from '../fixtures/provider.ts'
import { givePassword, setting } from '../fixtures/settings.ts'
import { expect, minutes } from '../fixtures/test.ts'

const linkPage = heading(withProvider.linkTitle)
const section = (page: Page) => page.getByRole('region', { name: words.title, exact: true })
const password = (page: Page) => page.getByLabel('Password', { exact: true })
const link = (page: Page) => page.getByRole('button', { name: withProvider.button, exact: true })

test.beforeEach(({ watcher }) => watcher.expectStatus(403, linkIdentity.path.replace(':id', 'harbour')))

test('a person links an account in the settings, signs in with it, and unlinks it', async ({
  signedInPage: page,
  user,
  account,
  watcher,
}) => {
  await page.goto('/security')
  await section(page)
    .getByRole('button', { name: words.link(providerName) })
    .click()
  await givePassword(page, user.password)
  await signInThere(page, account)
  await expect(section(page)).toContainText(words.linked(providerName))
  await expect(section(page).getByRole('listitem')).toContainText(account.email)
  await expect(page).toHaveURL('/security#linked')

  await signOutByMenu(page)
  await providerButton(page).click()
  await expect(homePage(page)).toBeVisible()
  await expect(page.getByRole('button', { name: /^Account menu/ })).toContainText(user.name)

  await page.goto('/security')
  const unlink = words.unlinkOf(`${providerName}, ${account.email}`)
  const [{ id }] = (await (await page.request.get('/api/restricted/identities')).json()).data
  watcher.expectStatus(403, unlinkIdentity.path.replace(':id', id))
  await section(page).getByRole('button', { name: unlink }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: words.unlink }).click()
  await givePassword(page, user.password)
  await expect(section(page).getByRole('button', { name: words.link(providerName) })).toBeVisible()
  await expect(section(page)).not.toContainText(account.email)

  // The provider still knows them, and its account now begins one of its own.
  await signOutByMenu(page)
  await providerButton(page).click()
  await expect(homePage(page)).toBeVisible()
  await expect(page.getByRole('button', { name: /^Account menu/ })).toContainText(account.name ?? '')
  await expect(page.getByRole('button', { name: /^Account menu/ })).not.toContainText(user.name)
})

test('a person whose address has an account proves it before the provider is linked, and keeps what they typed', async ({
  page,
  user,
  provider,
  watcher,
}) => {
  watcher.expectStatus(401, '/api/sessions/with/link')
  const account = accountOf(user.email)
  provider.accounts.set(account.subject, account)
  await page.goto('/login?return=%2Fdevices')
  await providerButton(page).click()
  await signInThere(page, account)
  await expect(linkPage(page)).toBeVisible()
  await expect(page.getByRole('main')).toContainText(user.email)
  await expect(page).toHaveURL('/login/with')
  await password(page).fill('not the right password')
  await link(page).click()
  await expect(password(page)).toHaveAccessibleDescription(withProvider.wrongPassword)
  await page.reload()
  await expect(linkPage(page)).toBeVisible()
  await password(page).fill(user.password)
  await link(page).click()
  await expect(page).toHaveURL('/devices')
  await page.goto('/security')
  await expect(section(page).getByRole('listitem')).toContainText(user.email)
})

test('a person proves their account by a mailed code', async ({ page, user, provider, mail, watcher }) => {
  watcher.expectStatus(400, '/api/sessions/with/link')
  const account = accountOf(user.email)
  provider.accounts.set(account.subject, account)
  await signInWithProvider(page, account)
  await page.getByRole('button', { name: 'Email me a code' }).click()
  await page.getByRole('button', { name: withProvider.sendCode }).click()
  const { code } = await mail.to(user.email)
  await page.getByLabel('Code from the email').fill(code === '000000' ? '000001' : '000000')
  await expect(page.getByLabel('Code from the email')).toHaveAccessibleDescription(/Wrong code/)
  await page.getByLabel('Code from the email').fill(code)
  await expect(homePage(page)).toBeVisible()
  await page.goto('/security')
  await expect(section(page).getByRole('listitem')).toContainText(user.email)
})

test('a person with an app proves it after the provider', async ({ signedInPage: page, server, user, provider }) => {
  const { secret } = await signedOutWithApp(page, server, user)
  const account = accountOf(user.email)
  provider.accounts.set(account.subject, account)
  await signInWithProvider(page, account)
  await expect(linkPage(page)).toBeVisible()
  await password(page).fill(user.password)
  await link(page).click()
  await expect(appStep(page)).toBeVisible()
  await appCode(page).fill(await nextCode(secret, server))
  await expect(homePage(page)).toBeVisible()

  await signOutByMenu(page)
  await expect(providerButton(page)).toContainText(buttons.lastUsed)
  await providerButton(page).click()
  await expect(appStep(page)).toBeVisible()
  await appCode(page).fill(await nextCode(secret, server))
  await expect(homePage(page)).toBeVisible()
})

test('a person without a password confirms at the provider, in a new tab, and loses nothing', async ({
  page,
  context,
  account,
  clock,
  watcher,
}) => {
  watcher.expectStatus(403, '/api/restricted/email/change')
  await signInWithProvider(page, account)
  await expect(homePage(page)).toBeVisible()
  await clock.advance(minutes(11))
  await page.goto('/settings')
  const address = setting(page, 'Email address')
  await address.getByLabel('New email address').fill(`new.${account.email}`)
  await address.getByRole('button', { name: 'Send the link' }).click()
  const dialog = page.getByRole('alertdialog', { name: proof.confirmFactorTitle })
  await expect(dialog).toContainText(proof.withProvider)
  const opened = context.waitForEvent('page')
  await dialog.getByRole('button', { name: buttons.continueWith(providerName) }).click()
  const tab = await opened
  await signInThere(tab, account)
  await expect(tab.getByRole('heading', { level: 1 })).toHaveText(withProvider.confirmedTitle)
  await expect(dialog).toBeHidden()
  await expect(address).toContainText(`We sent a link to new.${account.email}.`)
})
