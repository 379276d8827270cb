import { proveFactor } from '@latchkey/contracts/auth/second-step'
import { signIn } from '@latchkey/contracts/words/en/sign-in'
import * as factors from '../fixtures/factors.ts'
import {
  addApp,
  appCode,
  appStep,
  chooseWay,
  factorsSection,
  finish,
  nextCode,
  signedOutWithApp,
  words,
} from '../fixtures/factors.ts'
import { devicesPage, loginPage } from '../fixtures/headings.ts'
import { addAuthenticator, enrol } from '../fixtures/passkeys.ts'
import { signInByForm, signOutByMenu } from '../fixtures/people.ts'
import { homePage } from '../fixtures/product.ts'
import { expect, minutes, test } from '../fixtures/test.ts'

test.beforeEach(({ watcher }) => watcher.expectStatus(401, proveFactor.path))

test('a code of the app finishes a sign-in, after a wrong one and a reload, and leads to the wanted page', async ({
  signedInPage: page,
  server,
  user,
}) => {
  const { secret } = await signedOutWithApp(page, server, user)
  await page.goto('/devices')
  await signInByForm(page, user)
  await expect(appStep(page)).toBeVisible()
  await expect(page.getByRole('main')).toContainText(user.email)
  const code = await nextCode(secret, server)
  await appCode(page).fill(factors.wrongCode(secret, server))
  await expect(appCode(page)).toHaveAccessibleDescription(new RegExp(words.step.wrong.totp))
  await page.reload()
  await appCode(page).fill(code)
  await expect(devicesPage(page)).toBeVisible()

  await test.step('the same code does not work twice', async () => {
    await signOutByMenu(page)
    await signInByForm(page, user)
    await appCode(page).fill(code)
    await expect(appCode(page)).toHaveAccessibleDescription(new RegExp(words.step.wrong.totp))
  })
})

test('a recovery code takes the place of the app, once', async ({ signedInPage: page, server, user }) => {
  const { recoveryCodes } = await signedOutWithApp(page, server, user)
  const [code = '', another = ''] = recoveryCodes
  await signInByForm(page, user)
  await chooseWay(page, 'recovery_code')
  await expect(factors.recoveryStep(page)).toBeVisible()
  await expect(factors.recoveryCode(page)).toBeFocused()
  await factors.recoveryCode(page).fill(code)
  await finish(page)
  await expect(homePage(page)).toBeVisible()
  await expect(factorsSection(page)).toContainText(words.codesLeft(9))

  await signOutByMenu(page)
  await signInByForm(page, user)
  // The emergency is over: the app comes first again.
  await expect(appStep(page)).toBeVisible()
  await chooseWay(page, 'recovery_code')
  await factors.recoveryCode(page).fill(code)
  await finish(page)
  await expect(factors.recoveryCode(page)).toHaveAccessibleDescription(new RegExp(words.step.wrong.recovery_code))
  await factors.recoveryCode(page).fill(another.toUpperCase().replaceAll('-', ' '))
  await finish(page)
  await expect(homePage(page)).toBeVisible()
  await expect(factorsSection(page)).toContainText(words.codesLeft(8))
})

test('the second step begins with the way that was used last', async ({
  signedInPage: page,
  context,
  server,
  user,
}) => {
  const authenticator = await addAuthenticator(page)
  await enrol(page, user)
  // It would sign in by autofill.
  await authenticator.setPresent(false)
  const { secret } = await addApp(context, server)
  await page.reload()
  await expect(homePage(page)).toBeVisible()
  await signOutByMenu(page)

  await signInByForm(page, user)
  await expect(page).toHaveURL('/login/second-step')
  const begun = await factors.passkeyStep(page).or(appStep(page)).textContent()
  if (begun !== words.step.titles.totp) await chooseWay(page, 'totp')
  await appCode(page).fill(await nextCode(secret, server))
  await expect(homePage(page)).toBeVisible()

  await signOutByMenu(page)
  await signInByForm(page, user)
  await expect(appStep(page)).toBeVisible()
  await chooseWay(page, 'passkey')
  await expect(factors.passkeyStep(page)).toBeFocused()
  await authenticator.setPresent(true)
  await finish(page)
  await expect(homePage(page)).toBeVisible()
  await authenticator.setPresent(false)

  await signOutByMenu(page)
  await signInByForm(page, user)
  await expect(factors.passkeyStep(page)).toBeVisible()
})

test('a person starts again', async ({ signedInPage: page, server, user }) => {
  await signedOutWithApp(page, server, user)
  await page.goto('/devices')
  await signInByForm(page, user)
  await expect(appStep(page)).toBeVisible()
  await page.getByRole('link', { name: words.step.startAgain }).click()
  await expect(loginPage(page)).toBeVisible()
})

test('after ten minutes the password is asked for again', async ({
  signedInPage: page,
  server,
  user,
  clock,
  watcher,
}) => {
  watcher.expectStatus(400, proveFactor.path)
  const { secret } = await signedOutWithApp(page, server, user)
  await signInByForm(page, user)
  await expect(appStep(page)).toBeVisible()
  await clock.advance(minutes(11))
  await appCode(page).fill(await nextCode(secret, server))
  await expect(page.getByText(signIn.hasEnded)).toBeVisible()
  await expect(page.getByLabel('Email address')).toHaveValue(user.email)
  await signInByForm(page, user)
  await appCode(page).fill(await nextCode(secret, server))
  await expect(homePage(page)).toBeVisible()
})
