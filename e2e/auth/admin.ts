import { disablePerson, searchPeople } from '@latchkey/contracts/auth/admin'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { act, becomeAdmin, findPerson, noSuchPage, peoplePage, words } from '../fixtures/admins.ts'
import { toast } from '../fixtures/devices.ts'
import { appCode, nextCode } from '../fixtures/factors.ts'
import { activityPage, loginPage, resetPage } from '../fixtures/headings.ts'
import { mailAbout } from '../fixtures/mail.ts'
import { signInBrowser, signInByForm } from '../fixtures/people.ts'
import { homePage } from '../fixtures/product.ts'
import { expect, minutes, test } from '../fixtures/test.ts'
import { checkTour } from '../fixtures/tour.ts'

// Without this, colours fade, and axe would check the colours in between.
test.use({ contextOptions: { reducedMotion: 'reduce' } })

test('an admin with a second factor signs a person out, disables, enables and helps them', async ({
  signedInPage: page,
  anotherBrowser,
  anotherUser,
  server,
  user,
  clock,
  mail,
  watcher,
}) => {
  test.slow()
  const secret = await becomeAdmin(page, server, user)
  const theirs = await anotherBrowser()
  await signInBrowser(theirs, server, anotherUser)
  const open = await theirs.newPage()
  await open.goto('/')
  await expect(homePage(open)).toBeVisible()

  await test.step('finds them, and ends their sessions: their open page locks', async () => {
    await findPerson(page, anotherUser)
    await act(page, words.signOut)
    await expect(toast(page, words.signedOut(1))).toBeVisible()
    await expect(loginPage(open)).toBeVisible()
    await expect(open.getByRole('main')).toContainText('You were signed out by an administrator.')
    await mailAbout(mail, anotherUser.email, /administrator signed you out/)
    await expect(page.getByText(words.noSessions)).toBeVisible()
  })

  await test.step('disables them, after a proof of the second factor', async () => {
    watcher.expectStatus(403, disablePerson.path.replace(':id', anotherUser.id))
    await clock.advance(minutes(11))
    await act(page, words.disable)
    await appCode(page).fill(await nextCode(secret, server))
    await expect(toast(page, words.isDisabled)).toBeVisible()
    await mailAbout(mail, anotherUser.email, /disabled/)
  })

  await test.step('they cannot sign in, until they are enabled', async () => {
    watcher.expectStatus(401, signIn.path)
    await signInByForm(open, anotherUser)
    await expect(open.getByRole('main')).toContainText("don't match")
    await act(page, words.enable)
    await expect(toast(page, words.isEnabled)).toBeVisible()
    await mailAbout(mail, anotherUser.email, /enabled again/)
    await signInByForm(open, anotherUser)
    await expect(homePage(open)).toBeVisible()
  })

  await test.step('starts a reset, whose link only they get', async () => {
    await act(page, words.reset)
    await expect(toast(page, words.resetStarted)).toBeVisible()
    const { text } = await mailAbout(mail, anotherUser.email, /reset of your password/)
    const [link] = /http\S+\/reset#\S+/.exec(text) ?? []
    await open.goto(link ?? '')
    await expect(resetPage(open)).toBeVisible()
  })

  await test.step('the person sees all of it', async () => {
    await open.goto('/activity')
    await expect(activityPage(open)).toBeVisible()
    for (const sentence of [
      'An administrator looked at your account',
      'An administrator ended all your sessions',
      'The account was disabled',
      'The account was enabled again',
      'An administrator started a reset of your password',
    ])
      await expect(open.locator('summary', { hasText: sentence })).toHaveCount(1)
  })

  await test.step('the role is gone at once', async () => {
    watcher.expectStatus(404, searchPeople.path)
    await page.goto('/admin')
    await expect(peoplePage(page)).toBeVisible()
    await server.ask('setAdmin', { email: user.email, isAdmin: false })
    await page.getByLabel(words.searchLabel).fill('x')
    await page.getByRole('button', { name: words.search, exact: true }).click()
    await expect(noSuchPage(page)).toBeVisible()
  })
})

test('nobody else sees the pages, or a link to them', async ({ signedInPage: page }) => {
  for (const path of ['/admin', `/admin/person?id=${crypto.randomUUID()}`]) {
    await page.goto(path)
    await expect(noSuchPage(page)).toBeVisible()
    await page.getByRole('button', { name: /^Account menu/ }).click()
    await expect(page.getByRole('link', { name: 'Devices', exact: true })).toBeVisible()
    await expect(page.getByRole('link', { name: words.title, exact: true })).toHaveCount(0)
  }
})

test('the pages work with the keyboard alone', async ({ signedInPage: page, anotherUser, server, user }) => {
  await becomeAdmin(page, server, user)
  await page.goto('/admin')
  await expect(peoplePage(page)).toBeVisible()
  await page.getByLabel(words.searchLabel).focus()
  await page.keyboard.type(anotherUser.email)
  await page.keyboard.press('Enter')
  const found = page.getByRole('list', { name: words.results }).getByRole('link')
  await expect(found).toHaveCount(1)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await expect(found).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: anotherUser.name })).toBeFocused()
  const require = page.getByRole('button', { name: words.require, exact: true })
  await require.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alertdialog')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(require).toBeFocused()
})

checkTour('admins', async ({ page, server, user, check }) => {
  await becomeAdmin(page, server, user)
  await page.goto('/admin')
  await expect(page.getByRole('list', { name: words.results })).toBeVisible()
  await check('the list of people')
  await page.getByLabel(words.searchLabel).fill('nobody')
  await page.getByRole('button', { name: words.search, exact: true }).click()
  await expect(page.getByText(words.nobody)).toBeVisible()
  await check('a search that finds nobody')
  const other = await server.ask('createUser', {
    email: `grace.${crypto.randomUUID()}@example.com`,
    password: `a long enough password ${crypto.randomUUID()}`,
    name: 'Grace Hopper of the rather long name',
  })
  await page.goto(`/admin/person?id=${other.id}`)
  await expect(page.getByText(words.noSessions)).toBeVisible()
  await expect(page.getByRole('region', { name: words.activity }).getByRole('listitem')).not.toHaveCount(0)
  await check('the page of a person')
  await page.getByRole('button', { name: words.disable, exact: true }).click()
  await expect(page.getByRole('alertdialog')).toBeVisible()
  await check('the question before a person is disabled')
  await page.keyboard.press('Escape')
  // "3 minutes ago" needs more room than "just now".
  await page.clock.setFixedTime(Date.now() + minutes(3))
  await page.goto(`/admin/person?id=${user.id}`)
  await expect(page.getByText(words.protected)).toBeVisible()
  await check('the page of an admin')
  await server.ask('removeUser', other.id)
})
