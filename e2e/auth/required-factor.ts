import { addTotp } from '@latchkey/contracts/auth/factors'
import { proveFactor } from '@latchkey/contracts/auth/second-step'
import { signIn } from '@latchkey/contracts/words/en/sign-in'
import {
  addAppPage,
  appCode,
  appStep,
  codeOf,
  factorsSection,
  nextCode,
  shownCodes,
  shownKey,
  signedOutWithApp,
  words,
} from '../fixtures/factors.ts'
import { loginPage } from '../fixtures/headings.ts'
import { signInByForm } from '../fixtures/people.ts'
import { homePage } from '../fixtures/product.ts'
import { givePassword } from '../fixtures/settings.ts'
import { expect, test } from '../fixtures/test.ts'

test('who must have a second factor is led to add one, and can do nothing else first', async ({
  page,
  server,
  user,
  watcher,
}) => {
  watcher.expectStatus(403, addTotp.path)
  await server.ask('demandFactor', user.email)
  await page.goto('/devices')
  await signInByForm(page, user)
  await expect(addAppPage(page)).toBeVisible()
  await expect(page.getByRole('main')).toContainText(words.required)
  for (const path of ['/devices', '/settings', '/security']) {
    await page.goto(path)
    await expect(addAppPage(page)).toBeVisible()
  }

  await page.getByRole('button', { name: words.begin }).click()
  await givePassword(page, user.password)
  await expect(page.getByRole('img', { name: words.scanAlt })).toBeVisible()
  await page.getByLabel(words.code, { exact: true }).fill(codeOf(await shownKey(page), server))
  await shownCodes(page)
  await page.getByRole('button', { name: words.saved }).click()
  await expect(homePage(page)).toBeVisible()
  await expect(factorsSection(page)).toContainText(words.codesLeft(10))
})

test('a person who is disabled between the two steps does not get in', async ({
  signedInPage: page,
  server,
  user,
  watcher,
}) => {
  watcher.expectStatus(400, proveFactor.path)
  const { secret } = await signedOutWithApp(page, server, user)
  await signInByForm(page, user)
  await expect(appStep(page)).toBeVisible()
  await server.ask('disableUser', user.email)
  await appCode(page).fill(await nextCode(secret, server))
  await expect(loginPage(page)).toBeVisible()
  await expect(page.getByText(signIn.hasEnded)).toBeVisible()
})
