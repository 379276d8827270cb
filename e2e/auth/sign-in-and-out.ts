import { brand } from '@latchkey/contracts/brand'
import { sessionCookie } from '../fixtures/cookies.ts'
import { loginPage } from '../fixtures/headings.ts'
import { signInByForm, signOutByMenu } from '../fixtures/people.ts'
import { homePage } from '../fixtures/product.ts'
import { expect, test } from '../fixtures/test.ts'

test('a person signs in, and out again', async ({ page, context, user }) => {
  await page.goto('/')
  await expect(page).toHaveURL('/login')
  await expect(page).toHaveTitle(`Sign in · ${brand.name}`)
  await signInByForm(page, user)

  await expect(homePage(page)).toBeVisible()
  await expect(page).toHaveURL('/security')
  await expect(page).toHaveTitle(`Your account · ${brand.name}`)
  await expect(page.getByRole('main')).toContainText(user.email)

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
  await signOutByMenu(page)
  await expect(loginPage(page)).toBeFocused()
  await expect(page).toHaveURL('/login')
  await expect(page.getByRole('main')).toContainText('You are signed out.')
  expect(await sessionCookie(context)).toBeUndefined()

  await test.step('the back button shows nothing', async () => {
    await page.goBack()
    await expect(loginPage(page)).toBeVisible()
    await expect(page.getByLabel('Email address')).toHaveValue('')
    await page.goto('/devices')
    await expect(loginPage(page)).toBeVisible()
  })
})

test('a person who leaves the page right after signing out is signed out', async ({
  signedInPage: page,
  context,
  request,
}) => {
  await page.goto('/')
  await expect(homePage(page)).toBeVisible()
  const cookie = await sessionCookie(context)
  // All connections to the server are taken, so the request is still waiting when the page closes.
  await page.evaluate(() => {
    for (let number = 0; number < 6; number++) void fetch('/api/restricted/events').catch(() => undefined)
  })
  await signOutByMenu(page)
  await page.goto('about:blank')
  await expect
    .poll(async () => {
      const headers = { cookie: `${cookie?.name}=${cookie?.value}` }
      return (await request.get('/api/restricted/session', { headers })).status()
    })
    .toBe(401)
})

test('the next person who signs in sees nothing of the previous one', async ({
  signedInPage: page,
  user,
  anotherUser,
}) => {
  await page.goto('/')
  await expect(page.getByRole('main')).toContainText(user.email)
  await signOutByMenu(page)
  await signInByForm(page, anotherUser)
  await expect(homePage(page)).toBeVisible()
  await expect(page.getByRole('main')).toContainText(anotherUser.email)
  await expect(page.getByRole('banner')).toContainText(anotherUser.name)
  await expect(page.getByRole('main')).not.toContainText(user.email)
})
