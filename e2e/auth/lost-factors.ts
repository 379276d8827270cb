import { lostFactors as words } from '@latchkey/contracts/words/en/lost-factors'
import {
  appCode,
  appStep,
  factorsSection,
  words as factorWords,
  nextCode,
  signedOutWithApp,
} from '../fixtures/factors.ts'
import { deadLinkPage, keepFactorsPage, keptFactorsPage } from '../fixtures/headings.ts'
import { mailAbout } from '../fixtures/mail.ts'
import { signInByForm } from '../fixtures/people.ts'
import { homePage } from '../fixtures/product.ts'
import { expect, test } from '../fixtures/test.ts'

const title = 'Your second factors will be removed'

test('a person who lost every second factor asks for their removal, and whoever still has one keeps them', async ({
  signedInPage: page,
  user,
  server,
  mail,
  anotherBrowser,
}) => {
  const { secret } = await signedOutWithApp(page, server, user)
  const there = await (await anotherBrowser()).newPage()
  await there.goto('/security')
  await signInByForm(there, user)
  await appCode(there).fill(await nextCode(secret, server))
  await expect(homePage(there)).toBeVisible()

  await signInByForm(page, user)
  await expect(appStep(page)).toBeVisible()
  await page.getByText(words.lost).click()
  await page.getByRole('button', { name: words.ask }).click()
  await expect(page.getByRole('status').filter({ hasText: words.askedTitle })).toBeFocused()
  await there.reload()
  const notice = there.getByRole('region', { name: title })
  await expect(notice).toBeVisible()

  const { link } = await mailAbout(mail, user.email, 'Your second factors will be removed in 7 days')
  await there.goto(link)
  await there.getByRole('button', { name: words.keepPage.button }).click()
  await expect(keptFactorsPage(there)).toBeFocused()
  await there.goto('/security')
  await expect(factorsSection(there)).toContainText(factorWords.codesLeft(10))
  await expect(notice).toBeHidden()

  await test.step('the sign-in that asked goes on', async () => {
    await appCode(page).fill(await nextCode(secret, server))
    await expect(homePage(page)).toBeVisible()
  })
})

test('a removal of all second factors is cancelled by its mail, in any browser, and signs no one out', async ({
  signedInPage: page,
  user,
  server,
  mail,
  anotherBrowser,
  watcher,
}) => {
  watcher.expectStatus(400, '/api/users/factors/keep')
  await server.ask('resetFactors', user)
  await page.goto('/security')
  const notice = page.getByRole('region', { name: title })
  await expect(notice).toBeVisible()

  const { link } = await mailAbout(mail, user.email, 'Your second factors will be removed in 7 days')
  const there = await (await anotherBrowser()).newPage()
  await there.goto(link)
  await expect(keepFactorsPage(there)).toBeVisible()
  await expect(there).toHaveURL('/keep-factors')
  await there.getByRole('button', { name: 'Keep my second factors' }).click()
  await expect(keptFactorsPage(there)).toBeFocused()
  await page.reload()
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(notice).toBeHidden()

  await test.step('a second press says the same: the first answer may have been lost', async () => {
    await there.goto(link)
    await there.getByRole('button', { name: 'Keep my second factors' }).click()
    await expect(keptFactorsPage(there)).toBeFocused()
  })
  await test.step('the link is worth nothing for a later request', async () => {
    await server.ask('resetFactors', user)
    await there.goto(link)
    await there.getByRole('button', { name: 'Keep my second factors' }).click()
    await expect(deadLinkPage(there)).toBeFocused()
  })
})

test('a removal of all second factors is cancelled on the page about security, by keyboard alone', async ({
  signedInPage: page,
  user,
  server,
}) => {
  await server.ask('resetFactors', user)
  await page.goto('/security')
  const button = page.getByRole('region', { name: title }).getByRole('button', { name: 'Keep my second factors' })
  await button.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByText('Your second factors stay.')).toBeVisible()
  await expect(page.getByRole('region', { name: title })).toBeHidden()
})
