import { brand } from '@latchkey/contracts/brand'
import { sessionCookie } from '../fixtures/cookies.ts'
import { loginPage } from '../fixtures/headings.ts'
import { signInByForm } from '../fixtures/people.ts'
import { homeMessage, homePage } from '../fixtures/product.ts'
import { expect, test } from '../fixtures/test.ts'

test('a person signs in, and out again', async ({ page, context, user }) => {
  await page.goto('/')
  await expect(page).toHaveURL('/login')
  await expect(page).toHaveTitle(`Sign in · ${brand.name}`)
  await signInByForm(page, user)

  await expect(homePage(page)).toBeVisible()
  await expect(page).toHaveURL('/')
  await expect(page).toHaveTitle(`Home · ${brand.name}`)
  await expect(page.getByRole('main')).toContainText(user.email)
  await expect(page.getByRole('main')).toContainText(homeMessage(user))

  await test.step('no script can read the token', async () => {
    expect(await sessionCookie(context)).toMatchObject({
      name: '__Host-latchkey',
      domain: 'localhost',
      path: '/',
      httpOnly: true,
      secure: true,
      sameSite: 'Lax',
      expires: -1,
    })
    const readable = await page.evaluate(() => [document.cookie, localStorage.length, sessionStorage.length])
    expect(readable).toEqual(['', 0, 0])
  })

  await test.step('the session survives a reload', async () => {
    await page.reload()
    await expect(homePage(page)).toBeVisible()
  })

  await page.getByRole('link', { name: 'Devices', exact: true }).click()
  await expect(page).toHaveTitle(`Devices · ${brand.name}`)
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await expect(loginPage(page)).toBeFocused()
  await expect(page).toHaveURL('/login')
  await expect(page.getByRole('main')).toContainText('You are signed out.')
  expect(await sessionCookie(context)).toBeUndefined()

  await test.step('the back button shows nothing', async () => {
    await page.goBack()
    await expect(loginPage(page)).toBeVisible()
    await page.goto('/devices')
    await expect(loginPage(page)).toBeVisible()
  })
})

test('the next person who signs in sees nothing of the previous one', async ({
  signedInPage: page,
  user,
  anotherUser,
}) => {
  await page.goto('/')
  await expect(page.getByRole('main')).toContainText(user.email)
  await page.getByRole('button', { name: 'Sign out' }).click()
  await signInByForm(page, anotherUser)
  await expect(homePage(page)).toBeVisible()
  await expect(page.getByRole('main')).toContainText(homeMessage(anotherUser))
  await expect(page.getByRole('banner')).toContainText(anotherUser.email)
  await expect(page.getByRole('main')).not.toContainText(user.email)
})
