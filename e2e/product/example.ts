import { checkEverywhere } from '../fixtures/axe.ts'
import { loginPage } from '../fixtures/headings.ts'
import { signInByForm, signOutByMenu } from '../fixtures/people.ts'
import { exampleMessage, examplePage } from '../fixtures/product.ts'
import { expect, test } from '../fixtures/test.ts'

test('the example page shows a message that only the signed-in person can read', async ({
  page,
  user,
  anotherUser,
}) => {
  for (const person of [user, anotherUser]) {
    await page.goto('/example')
    await signInByForm(page, person)
    await expect(examplePage(page)).toBeVisible()
    await expect(page.getByRole('main')).toContainText(exampleMessage(person))
    await signOutByMenu(page)
    // Leaving the page earlier could stop the request.
    await expect(loginPage(page)).toBeVisible()
  }
})

test('the example page is accessible', async ({ signedInPage: page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.goto('/example')
  await expect(examplePage(page)).toBeVisible()
  await checkEverywhere(page)
})
