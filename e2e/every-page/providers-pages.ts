import { linkIdentity } from '@latchkey/contracts/auth/identities'
import { linkedAccounts } from '@latchkey/contracts/words/en/linked-accounts'
import { providers as words } from '@latchkey/contracts/words/en/providers'
import { withProvider } from '@latchkey/contracts/words/en/with-provider'
import { loginPage, signUpPage } from '../fixtures/headings.ts'
import { providerButton, providerId, providerName, settingsOf } from '../fixtures/provider.ts'
import { givePassword } from '../fixtures/settings.ts'
import { expect, test } from '../fixtures/test.ts'
import { checkTour } from '../fixtures/tour.ts'

const credentials = (name: string) => ({ [`OIDC_${name}_CLIENT_ID`]: 'id', [`OIDC_${name}_CLIENT_SECRET`]: 'a-secret' })

// Without colours that fade, axe would check those in between. None of these providers is asked for anything.
test.use({
  contextOptions: { reducedMotion: 'reduce' },
  serverSettings: { ...settingsOf(9), ...credentials('GOOGLE'), ...credentials('GITHUB'), ...credentials('GITLAB') },
})

checkTour('providers', async ({ page, user, watcher, check }) => {
  watcher.expectStatus(503, `/api/sessions/with/${providerId}`)
  watcher.expectStatus(503, linkIdentity.path.replace(':id', providerId))
  watcher.expectStatus(403, linkIdentity.path.replace(':id', providerId))
  await page.goto('/security')
  const section = page.getByRole('region', { name: linkedAccounts.title, exact: true })
  const link = section.getByRole('button', { name: linkedAccounts.link(providerName) })
  await expect(link).toBeVisible()
  await check('the linked accounts, none yet')
  await link.click()
  await givePassword(page, user.password)
  await expect(section).toContainText(linkedAccounts.down(providerName))
  await check('the linked accounts, with a provider that is away')
  await page.goto(`/security?linked=google&with=google&problem=taken`)
  await expect(section).toContainText(withProvider.problems.taken('Google'))
  await check('the linked accounts, with a problem')
  await page.goto('/confirmed')
  await expect(page.getByRole('heading', { name: withProvider.confirmedTitle })).toBeVisible()
  await check('the tab that confirmed')
  await page.context().clearCookies()
  await page.goto('/sign-up')
  await expect(signUpPage(page)).toBeVisible()
  await expect(providerButton(page)).toBeVisible()
  await check('the sign-up page with providers')
  await page.goto('/login?with=google&problem=denied')
  await expect(loginPage(page)).toBeVisible()
  await expect(page.getByText(withProvider.problems.denied('Google'))).toBeVisible()
  await expect(providerButton(page)).toBeVisible()
  await check('the sign-in page with a problem of a provider')
  await providerButton(page).click()
  await expect(page.getByText(words.down(providerName))).toBeVisible()
  await check('the sign-in page with a provider that is away')
})
