import { addTotp, factors, removeFactor } from '@latchkey/contracts/auth/factors'
import { problems } from '@latchkey/contracts/words/en/problems'
import {
  addAppPage,
  appCode,
  appStep,
  codeOf,
  factorsSection,
  nextCode,
  shownCodes,
  shownKey,
  words,
} from '../fixtures/factors.ts'
import { loginPage, mailSentPage } from '../fixtures/headings.ts'
import { codeMail, mailAbout } from '../fixtures/mail.ts'
import { signInByForm, signOutByMenu } from '../fixtures/people.ts'
import { homePage } from '../fixtures/product.ts'
import { givePassword } from '../fixtures/settings.ts'
import { expect, test } from '../fixtures/test.ts'

test.use({ serverSettings: { REQUIRE_SECOND_FACTOR: 'true' } })

test('where all need a second factor, a newcomer adds one before anything else, and keeps it', async ({
  page,
  server,
  newcomer,
  mail,
  watcher,
}) => {
  watcher.expectStatus(403, addTotp.path)
  await page.goto('/sign-up')
  await page.getByLabel('Name (optional)').fill(newcomer.name)
  await page.getByLabel('Email address').fill(newcomer.email)
  await page.getByLabel('Password', { exact: true }).fill(newcomer.password)
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(mailSentPage(page)).toBeVisible()
  await page.getByLabel('Code from the email').fill((await mailAbout(mail, newcomer.email, codeMail)).code)
  await expect(addAppPage(page)).toBeVisible()
  await expect(page.getByRole('main')).toContainText(words.required)
  await page.goto('/devices')
  await expect(addAppPage(page)).toBeVisible()

  await page.getByRole('button', { name: words.begin }).click()
  await givePassword(page, newcomer.password)
  await expect(page.getByRole('img', { name: words.scanAlt })).toBeVisible()
  const secret = await shownKey(page)
  await page.getByLabel(words.code, { exact: true }).fill(codeOf(secret, server))
  await shownCodes(page)
  await page.getByRole('button', { name: words.saved }).click()
  await expect(homePage(page)).toBeVisible()

  await test.step('the next sign-in asks for it', async () => {
    await signOutByMenu(page)
    await expect(loginPage(page)).toBeVisible()
    await signInByForm(page, newcomer)
    await expect(appStep(page)).toBeVisible()
    await appCode(page).fill(await nextCode(secret, server))
    await expect(homePage(page)).toBeVisible()
  })
  await test.step('the only one cannot be removed', async () => {
    const { data } = await (await page.request.get(factors.path)).json()
    const path = removeFactor.path.replace(':id', data.totp[0].id)
    watcher.expectStatus(403, path)
    watcher.expectStatus(409, path)
    const section = factorsSection(page)
    await section.getByRole('button', { name: words.remove }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: words.remove }).click()
    await appCode(page).fill(await nextCode(secret, server))
    await expect(page.getByRole('alertdialog')).toContainText(problems.last_factor)
    await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click()
    await expect(section).toContainText(words.codesLeft(10))
  })
})
