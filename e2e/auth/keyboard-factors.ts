import { addTotp } from '@latchkey/contracts/auth/factors'
import { toast } from '../fixtures/devices.ts'
import {
  addAppPage,
  appCode,
  appStep,
  codeOf,
  codesPage,
  factorsSection,
  recoveryCode,
  shownCodes,
  shownKey,
  words,
} from '../fixtures/factors.ts'
import { focused, loginPage } from '../fixtures/headings.ts'
import { tabTo } from '../fixtures/keyboard.ts'
import { signInByForm, signOutByMenu } from '../fixtures/people.ts'
import { homePage } from '../fixtures/product.ts'
import { passwordDialog } from '../fixtures/settings.ts'
import { expect, test } from '../fixtures/test.ts'

test('an app is added, used and renamed with the keyboard alone', async ({
  signedInPage: page,
  server,
  user,
  watcher,
}) => {
  watcher.expectStatus(403, addTotp.path)
  const { keyboard } = page
  await page.goto('/security/app')
  await expect(addAppPage(page)).toBeVisible()
  await tabTo(page, words.name)
  await keyboard.press('Enter')
  await expect(passwordDialog(page).getByLabel('Password', { exact: true })).toBeFocused()
  await keyboard.type(user.password)
  await keyboard.press('Enter')
  const code = page.getByLabel(words.code, { exact: true })
  await expect(code).toBeFocused()
  await keyboard.type(codeOf(await shownKey(page), server))
  await expect(codesPage(page)).toBeVisible()
  const [recovery = ''] = await shownCodes(page)
  for (const name of [words.download, words.print, words.copyCodes, words.saved]) await tabTo(page, name)
  await keyboard.press('Enter')
  await expect(homePage(page)).toBeFocused()

  await test.step('sign in with a recovery code', async () => {
    await signOutByMenu(page)
    await expect(loginPage(page)).toBeVisible()
    await signInByForm(page, user)
    await expect(appStep(page)).toBeVisible()
    await expect(appCode(page)).toBeFocused()
    await tabTo(page, words.step.trust)
    await tabTo(page, words.step.finish)
    await tabTo(page, words.step.ways.recovery_code)
    await keyboard.press('Enter')
    await expect(recoveryCode(page)).toBeFocused()
    await keyboard.type(recovery)
    await keyboard.press('Enter')
    await expect(homePage(page)).toBeFocused()
  })
  await test.step('rename the app', async () => {
    await expect(factorsSection(page)).toContainText(words.codesLeft(9))
    await tabTo(page, words.renameOf(words.usualName))
    await keyboard.press('Enter')
    await expect(factorsSection(page).getByLabel(words.name, { exact: true })).toBeFocused()
    await keyboard.type('Phone')
    await keyboard.press('Enter')
    await expect(toast(page, words.renamed)).toBeVisible()
  })
  await test.step('remove nothing, and be back where the dialog was opened', async () => {
    const remove = factorsSection(page).getByRole('button', { name: /^Remove/ })
    await remove.focus()
    await keyboard.press('Enter')
    await expect(page.getByRole('alertdialog')).toBeVisible()
    await keyboard.press('Escape')
    await expect(focused(page)).toHaveAccessibleName(/^Remove/)
  })
})
