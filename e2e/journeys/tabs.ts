import { devicesPage, homePage, loginPage } from '../fixtures/headings.ts'
import { signInByForm } from '../fixtures/people.ts'
import { expect, test } from '../fixtures/test.ts'

test('signing out in one tab signs out the others', async ({ signedInPage: page, context }) => {
  const other = await context.newPage()
  await page.goto('/')
  await other.goto('/devices')
  await expect(devicesPage(other)).toBeVisible()
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await expect(loginPage(page)).toBeVisible()
  await expect(loginPage(other)).toBeVisible()
  await expect(other.getByRole('main')).toContainText('You signed out in another tab.')

  await test.step('a tab that sleeps through it finds out as well', async () => {
    await other.goto('/')
    await expect(loginPage(other)).toBeVisible()
  })
})

test('signing in, in one tab, takes the others along to where they wanted to go', async ({ page, context, user }) => {
  const other = await context.newPage()
  await other.goto('/devices')
  await expect(loginPage(other)).toBeVisible()
  await page.goto('/login')
  await signInByForm(page, user)
  await expect(homePage(page)).toBeVisible()
  await expect(devicesPage(other)).toBeVisible()
})

test('signing in as somebody else, in another tab, changes who this page is for', async ({
  signedInPage: page,
  context,
  anotherUser,
  user,
}) => {
  await page.goto('/')
  await expect(page.getByRole('main')).toContainText(`Only you can read this, ${user.name}.`)
  const other = await context.newPage()
  await context.clearCookies()
  await other.goto('/login')
  await signInByForm(other, anotherUser)
  await expect(homePage(other)).toBeVisible()
  await expect(page.getByRole('main')).toContainText(`Only you can read this, ${anotherUser.name}.`)
  await expect(page.getByRole('banner')).toContainText(anotherUser.email)
})
