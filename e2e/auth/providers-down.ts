import { signInWith } from '@latchkey/contracts/auth/sign-in-with'
import { providers as words } from '@latchkey/contracts/words/en/providers'
import { signInByForm } from '../fixtures/people.ts'
import { homePage } from '../fixtures/product.ts'
import { providerButton, providerId, providerName, test } from '../fixtures/provider.ts'
import { expect } from '../fixtures/test.ts'

// In a file of its own: a worker that runs it starts its provider for no other journey.
test('a provider that is away stops only its own way', async ({ page, provider, user, watcher }) => {
  watcher.expectStatus(503, signInWith.path.replace(':provider', providerId))
  await page.goto('/login')
  await expect(providerButton(page)).toBeVisible()
  await provider.close()
  await providerButton(page).click()
  await expect(page.getByText(words.down(providerName))).toBeVisible()
  await expect(page.getByRole('status').filter({ hasText: "Can't reach the server" })).toBeHidden()
  await signInByForm(page, user)
  await expect(homePage(page)).toBeVisible()
})
