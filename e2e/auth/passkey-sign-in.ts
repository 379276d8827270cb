import { passkeyOptions, signInWithPasskey } from '@latchkey/contracts/auth/passkeys'
import { loginPage } from '../fixtures/headings.ts'
import { addAuthenticator, enrol, withoutAutofill } from '../fixtures/passkeys.ts'
import { signInByForm, signOutByMenu } from '../fixtures/people.ts'
import { homePage } from '../fixtures/product.ts'
import { expect, test } from '../fixtures/test.ts'

test('a person signs in with a passkey, by the button and by autofill', async ({ signedInPage: page, user }) => {
  const authenticator = await addAuthenticator(page)
  await enrol(page, user)
  expect(await authenticator.count()).toBe(1)
  await authenticator.setPresent(false)
  await signOutByMenu(page)
  await expect(loginPage(page)).toBeVisible()
  await expect(page.getByLabel('Email address')).toHaveAttribute('autocomplete', 'username webauthn')

  await test.step('by the button', async () => {
    // The authenticator would answer autofill before the button is pressed.
    const offerAutofill = await withoutAutofill(page)
    await page.reload()
    await expect(loginPage(page)).toBeVisible()
    await authenticator.setPresent(true)
    const asked = page.waitForResponse(`**${passkeyOptions.path}`)
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    expect((await asked).status()).toBe(200)
    await expect(homePage(page)).toBeVisible()
    await offerAutofill()
  })

  await test.step('by autofill, as soon as a passkey is chosen', async () => {
    const answered = page.waitForResponse(`**${signInWithPasskey.path}`)
    await signOutByMenu(page)
    expect((await answered).status()).toBe(200)
    await expect(homePage(page)).toBeVisible()
    await expect(page.getByRole('main')).toContainText(user.email)
  })
})

test('a browser without passkeys shows no button, and asks for address and password at once', async ({
  page,
  user,
}) => {
  await page.addInitScript(() => Reflect.deleteProperty(window, 'PublicKeyCredential'))
  await page.goto('/login')
  await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeEnabled()
  await expect(page.getByLabel('Password', { exact: true })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Sign in with a passkey' })).toHaveCount(0)
  await signInByForm(page, user)
  await expect(homePage(page)).toBeVisible()
})
