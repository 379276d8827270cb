import { activateTotp, addTotp } from '@latchkey/contracts/auth/factors'
import { addAppPage, codeOf, factorsSection, shownCodes, shownKey, words, wrongCode } from '../fixtures/factors.ts'
import { mailAbout } from '../fixtures/mail.ts'
import { homePage } from '../fixtures/product.ts'
import { givePassword } from '../fixtures/settings.ts'
import { expect, test } from '../fixtures/test.ts'

test('an app is added by its page, after a wrong code, and recovery codes come with it', async ({
  signedInPage: page,
  server,
  user,
  watcher,
  mail,
}) => {
  watcher.expectStatus(403, addTotp.path)
  await page.goto('/security')
  await factorsSection(page).getByRole('link', { name: words.addApp }).click()
  await expect(addAppPage(page)).toBeFocused()
  await page.getByLabel(words.name, { exact: true }).fill('Tablet')
  const made = page.waitForResponse(answer => answer.url().endsWith(addTotp.path) && answer.ok())
  await page.getByRole('button', { name: words.begin }).click()
  await givePassword(page, user.password)
  await expect(page.getByRole('img', { name: words.scanAlt })).toBeVisible()
  const { data } = await (await made).json()
  const secret = await shownKey(page)
  expect(secret).toBe(data.secret)

  watcher.expectStatus(401, activateTotp.path.replace(':id', data.id))
  const code = page.getByLabel(words.code, { exact: true })
  await code.fill(wrongCode(secret, server))
  await expect(code).toHaveAccessibleDescription(new RegExp(words.step.wrong.totp))
  await code.fill(codeOf(secret, server))

  expect(new Set(await shownCodes(page)).size).toBe(10)
  await page.getByRole('button', { name: words.saved }).click()
  await expect(homePage(page)).toBeVisible()
  await expect(factorsSection(page).getByRole('heading', { name: 'Tablet' })).toBeVisible()
  await expect(factorsSection(page)).toContainText(words.codesLeft(10))
  expect((await mailAbout(mail, user.email, /second factor|prove it is you/)).text).toContain('Tablet')
})

test('a person starts again with another key', async ({ signedInPage: page, user, watcher }) => {
  watcher.expectStatus(403, addTotp.path)
  await page.goto('/security/app')
  await page.getByRole('button', { name: words.begin }).click()
  await givePassword(page, user.password)
  await expect(page.getByRole('img', { name: words.scanAlt })).toBeVisible()
  const first = await shownKey(page)
  await page.getByRole('button', { name: words.startAgain }).click()
  await page.getByRole('button', { name: words.begin }).click()
  await expect(page.getByRole('img', { name: words.scanAlt })).toBeVisible()
  expect(await shownKey(page)).not.toBe(first)
})
