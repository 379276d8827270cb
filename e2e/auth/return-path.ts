import { devicesPage, loginPage } from '../fixtures/headings.ts'
import { signInByForm } from '../fixtures/people.ts'
import { homePage } from '../fixtures/product.ts'
import { expect, test } from '../fixtures/test.ts'

const elsewhere = ['//evil.example', '/\\evil.example']
const furtherElsewhere = ['https://evil.example', '/\t/evil.example', '/%2Fevil.example', 'javascript:document.title=1']

test('a protected page asks for a sign-in first, and opens afterwards', async ({ page, user }) => {
  await page.goto('/devices')
  await expect(loginPage(page)).toBeVisible()
  await expect(page).toHaveURL('/login?return=%2Fdevices')
  await expect(page.getByRole('main')).toContainText('Sign in to continue.')
  await signInByForm(page, user)
  await expect(devicesPage(page)).toBeVisible()
  await expect(page).toHaveURL('/devices')
})

test('a person who is signed in skips the sign-in page', async ({ signedInPage: page }) => {
  await page.goto('/login?return=%2Fdevices')
  await expect(devicesPage(page)).toBeVisible()
  await page.goto('/login')
  await expect(homePage(page)).toBeVisible()
})

for (const target of elsewhere) {
  test(`signing in never leads to ${target}`, async ({ page, user }) => {
    await page.goto(`/login?return=${encodeURIComponent(target)}`)
    await signInByForm(page, user)
    await expect(homePage(page)).toBeVisible()
    await expect(page).toHaveURL('/security')
  })
}

test('a redirect of a signed-in person never leads to another site', async ({ signedInPage: page }) => {
  for (const target of furtherElsewhere) {
    await test.step(target, async () => {
      await page.goto(`/login?return=${encodeURIComponent(target)}`)
      await expect(homePage(page)).toBeVisible()
      await expect(page).toHaveURL('/security')
    })
  }
})
