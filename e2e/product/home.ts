import { checkEverywhere } from '../fixtures/axe.ts'
import { loginPage } from '../fixtures/headings.ts'
import { signInByForm } from '../fixtures/people.ts'
import { homeMessage, homePage } from '../fixtures/product.ts'
import { expect, test } from '../fixtures/test.ts'

test('the home page shows a message that only the signed-in person can read', async ({ page, user, anotherUser }) => {
  for (const person of [user, anotherUser]) {
    await page.goto('/')
    await signInByForm(page, person)
    await expect(homePage(page)).toBeVisible()
    await expect(page.getByRole('main')).toContainText(homeMessage(person))
    await page.getByRole('button', { name: 'Sign out', exact: true }).click()
    // Leaving the page earlier could stop the request.
    await expect(loginPage(page)).toBeVisible()
  }
})

test('the home page is accessible', async ({ signedInPage: page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.goto('/')
  await expect(homePage(page)).toBeVisible()
  await checkEverywhere(page)
})
