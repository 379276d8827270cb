import { addPasskey, newPasskeyOptions } from '@latchkey/contracts/auth/passkeys'
import { addPasskeyPage, factorsSection, finish, passkeyStep, shownCodes, words } from '../fixtures/factors.ts'
import { loginPage } from '../fixtures/headings.ts'
import { addAuthenticator } from '../fixtures/passkeys.ts'
import { signInByForm, signOutByMenu } from '../fixtures/people.ts'
import { homePage } from '../fixtures/product.ts'
import { givePassword } from '../fixtures/settings.ts'
import { expect, test } from '../fixtures/test.ts'

for (const [kind, checksPerson] of [
  ['a device that checks the person', true],
  ['a security key that does not', false],
] as const)
  test(`a passkey of ${kind} is added by its page, and is the second step after the password`, async ({
    signedInPage: page,
    user,
    watcher,
  }) => {
    watcher.expectStatus(403, newPasskeyOptions.path)
    const authenticator = await addAuthenticator(page, { checksPerson })
    await page.goto('/security')
    await factorsSection(page).getByRole('link', { name: words.addPasskey }).click()
    await expect(addPasskeyPage(page)).toBeFocused()
    await page.getByLabel(words.name, { exact: true }).fill('Key ring')
    await page.getByRole('button', { name: words.createPasskey }).click()
    await givePassword(page, user.password)
    await shownCodes(page)
    expect(await authenticator.count()).toBe(1)
    await page.getByRole('button', { name: words.saved }).click()
    await expect(homePage(page)).toBeVisible()
    await expect(factorsSection(page).getByRole('heading', { name: 'Key ring' })).toBeVisible()
    await expect(factorsSection(page)).toContainText(words.codesLeft(10))

    // It would sign in by autofill.
    await authenticator.setPresent(false)
    await signOutByMenu(page)
    await expect(loginPage(page)).toBeVisible()
    await signInByForm(page, user)
    await expect(passkeyStep(page)).toBeVisible()
    await authenticator.setPresent(true)
    await finish(page)
    await expect(homePage(page)).toBeVisible()
    await expect(factorsSection(page)).toContainText('last used')
  })

test('a device has one passkey of an account, and the page says so', async ({ signedInPage: page, user, watcher }) => {
  watcher.expectStatus(403, newPasskeyOptions.path)
  await addAuthenticator(page)
  await page.goto('/security/passkey')
  const create = page.getByRole('button', { name: words.createPasskey })
  await create.click()
  await givePassword(page, user.password)
  await shownCodes(page)
  await page.getByRole('button', { name: words.saved }).click()
  await expect(homePage(page)).toBeVisible()
  await page.goto('/security/passkey')
  await create.click()
  await expect(page.getByText(words.passkeyThere)).toBeVisible()
})

test('a browser that makes no passkey says so, and can be asked again', async ({
  signedInPage: page,
  user,
  watcher,
}) => {
  watcher.expectStatus(403, newPasskeyOptions.path)
  await page.goto('/security/passkey')
  // As when the person closes the dialog of the browser.
  await page.evaluate(() => {
    const create = navigator.credentials.create.bind(navigator.credentials)
    let times = 0
    navigator.credentials.create = async options => {
      if (times++ === 0) throw new DOMException('closed', 'NotAllowedError')
      return create(options)
    }
  })
  await addAuthenticator(page)
  const create = page.getByRole('button', { name: words.createPasskey })
  await create.click()
  await givePassword(page, user.password)
  await expect(page.getByText(words.passkeyDeclined)).toBeVisible()
  const added = page.waitForResponse(`**${addPasskey.path}`)
  await create.click()
  expect((await added).status()).toBe(200)
  await shownCodes(page)
})
