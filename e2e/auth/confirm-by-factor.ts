import { confirm } from '@latchkey/contracts/auth/confirmation'
import { makeRecoveryCodes } from '@latchkey/contracts/auth/factors'
import { proof } from '@latchkey/contracts/words/en/proof'
import type { Page } from '@playwright/test'
import {
  addApp,
  appCode,
  chooseWay,
  confirmPassword,
  nextCode,
  recoveryCode,
  shownCodes,
  words,
  wrongCode,
} from '../fixtures/factors.ts'
import { addAuthenticator, enrol } from '../fixtures/passkeys.ts'
import { expect, minutes, test } from '../fixtures/test.ts'

const dialog = (page: Page) => page.getByRole('alertdialog', { name: proof.confirmFactorTitle, exact: true })
const give = (page: Page) => dialog(page).getByRole('button', { name: proof.confirm, exact: true }).click()

/** Asks for new recovery codes, which have to be confirmed. */
async function askForCodes(page: Page): Promise<void> {
  await page.goto('/security/recovery-codes')
  await page.getByRole('button', { name: words.make }).click()
  await expect(dialog(page)).toBeVisible()
}

test.beforeEach(({ watcher }) => {
  watcher.expectStatus(403, makeRecoveryCodes.path)
  watcher.expectStatus(401, confirm.path)
})

test('a person with an app confirms with it, after a wrong code, or with a recovery code', async ({
  signedInPage: page,
  context,
  server,
  user,
  clock,
}) => {
  await confirmPassword(context, server, user)
  const { secret } = await addApp(context, server)
  await clock.advance(minutes(11))
  await askForCodes(page)
  await expect(appCode(page)).toBeFocused()
  await appCode(page).fill(wrongCode(secret, server))
  await expect(appCode(page)).toHaveAccessibleDescription(new RegExp(words.step.wrong.totp))
  await appCode(page).fill(await nextCode(secret, server))
  const [code = ''] = await shownCodes(page)

  await clock.advance(minutes(11))
  await askForCodes(page)
  await chooseWay(page, 'recovery_code')
  await recoveryCode(page).fill(code)
  await give(page)
  await shownCodes(page)
})

test('a person with a passkey confirms with it, and a cancelled dialog changes nothing', async ({
  signedInPage: page,
  user,
  clock,
}) => {
  await addAuthenticator(page)
  await enrol(page, user)
  await clock.advance(minutes(11))
  await askForCodes(page)
  await page.keyboard.press('Escape')
  await expect(dialog(page)).toBeHidden()
  await page.getByRole('button', { name: words.make }).click()
  await expect(dialog(page)).toBeVisible()
  await give(page)
  await shownCodes(page)
})
