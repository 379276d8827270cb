import { signInWith } from '@latchkey/contracts/auth/sign-in-with'
import { providers as words } from '@latchkey/contracts/words/en/providers'
import { signInByForm } from '../fixtures/people.ts'
import { homePage } from '../fixtures/product.ts'
import { providerButton, providerId, providerName, settingsOf } from '../fixtures/provider.ts'
import { expect, test } from '../fixtures/test.ts'

// Nothing listens there: the port is reserved for a service that no machine runs any more.
test.use({ serverSettings: settingsOf(9) })

test('a provider that is away stops only its own way', async ({ page, user, watcher }) => {
  watcher.expectStatus(503, signInWith.path.replace(':provider', providerId))
  await page.goto('/login')
  await providerButton(page).click()
  await expect(page.getByText(words.down(providerName))).toBeVisible()
  await expect(page.getByText("Can't reach the server")).toBeHidden()
  await signInByForm(page, user)
  await expect(homePage(page)).toBeVisible()
})
