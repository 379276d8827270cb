import { devices } from '@latchkey/contracts/words/en/devices'
import { toast } from '../fixtures/devices.ts'
import { appCode, appStep, nextCode, signedOutWithApp, words } from '../fixtures/factors.ts'
import { devicesPage, loginPage } from '../fixtures/headings.ts'
import { signInByForm, signOutByMenu } from '../fixtures/people.ts'
import { homePage } from '../fixtures/product.ts'
import { days, expect, test } from '../fixtures/test.ts'

test('a trusted browser is asked for the password only, for 30 days, and no other browser is', async ({
  signedInPage: page,
  anotherBrowser,
  server,
  user,
  clock,
}) => {
  const { secret } = await signedOutWithApp(page, server, user)
  await signInByForm(page, user)
  await page.getByRole('checkbox', { name: words.step.trust }).check()
  await appCode(page).fill(await nextCode(secret, server))
  await expect(homePage(page)).toBeVisible()

  await signOutByMenu(page)
  await expect(loginPage(page)).toBeVisible()
  await signInByForm(page, user)
  await expect(homePage(page)).toBeVisible()

  const other = await (await anotherBrowser()).newPage()
  await other.goto('/login')
  await signInByForm(other, user)
  await expect(appStep(other)).toBeVisible()

  await signOutByMenu(page)
  await expect(loginPage(page)).toBeVisible()
  await clock.advance(days(31))
  await signInByForm(page, user)
  await expect(appStep(page)).toBeVisible()
})

test('a person ends the trust on the page about devices, and that browser is asked again', async ({
  signedInPage: page,
  server,
  user,
}) => {
  const { secret } = await signedOutWithApp(page, server, user)
  await signInByForm(page, user)
  await page.getByRole('checkbox', { name: words.step.trust }).check()
  await appCode(page).fill(await nextCode(secret, server))
  await expect(homePage(page)).toBeVisible()

  await page.goto('/devices')
  await expect(devicesPage(page)).toBeVisible()
  const here = page.getByRole('region', { name: devices.thisDevice })
  await expect(here).toContainText('Second factor not asked for here until')
  await here.getByRole('button', { name: devices.endTrust }).click()
  await expect(toast(page, /is asked for your second factor again\.$/)).toBeVisible()
  await expect(here).not.toContainText('Second factor not asked for here')

  await signOutByMenu(page)
  await expect(loginPage(page)).toBeVisible()
  await signInByForm(page, user)
  await expect(appStep(page)).toBeVisible()
})
