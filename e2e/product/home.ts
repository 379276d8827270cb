import { checkEverywhere } from '../fixtures/axe.ts'
import { signInByForm } from '../fixtures/people.ts'
import { homeMessage, homePage } from '../fixtures/product.ts'
import { expect, test } from '../fixtures/test.ts'

test('the home page shows what only the person who is signed in may read', async ({ page, user, anotherUser }) => {
  for (const person of [user, anotherUser]) {
    await page.goto('/')
    await signInByForm(page, person)
    await expect(homePage(page)).toBeVisible()
    await expect(page.getByRole('main')).toContainText(homeMessage(person))
    await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  }
})

test('the home page, as axe sees it', async ({ signedInPage: page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.goto('/')
  await expect(homePage(page)).toBeVisible()
  await checkEverywhere(page)
})
