import { loginPage, mailSentPage, signUpPage } from '../fixtures/headings.ts'
import { giveAddress, signInByForm, signOutByMenu } from '../fixtures/people.ts'
import { homePage } from '../fixtures/product.ts'
import { expect, test } from '../fixtures/test.ts'

test('a browser as old as Firefox 115 signs up, in and out', async ({ page, context, user, newcomer, outage }) => {
  // What Firefox 115, Chrome 111 or Safari 16.4 lack. `npm test` checks that no file of the build uses anything newer.
  await context.addInitScript(() => {
    const newer: [object, string[]][] = [
      [String.prototype, ['isWellFormed', 'toWellFormed']],
      [Promise, ['withResolvers', 'try']],
      [URL, ['canParse', 'parse']],
      [Object, ['groupBy']],
      [Map, ['groupBy']],
      [Array, ['fromAsync']],
      [Set.prototype, ['union', 'intersection', 'difference', 'isSubsetOf', 'isSupersetOf']],
      [AbortSignal, ['any']],
      [
        (globalThis as unknown as { Iterator: { prototype: object } }).Iterator.prototype,
        ['map', 'filter', 'take', 'drop', 'flatMap', 'toArray', 'forEach', 'some', 'every', 'find'],
      ],
      [Intl, ['Segmenter', 'DurationFormat']],
      [Element.prototype, ['checkVisibility', 'setHTMLUnsafe']],
      [HTMLElement.prototype, ['showPopover', 'togglePopover']],
      [Document.prototype, ['startViewTransition']],
      [globalThis, ['scheduler', 'Iterator', 'navigation']],
    ]
    for (const [owner, names] of newer) for (const name of names) Reflect.deleteProperty(owner, name)
  })
  await page.goto('/login')
  await giveAddress(page, 'ada')
  await expect(page.getByRole('main')).toContainText('Enter one address')
  await signInByForm(page, user)
  await expect(homePage(page)).toBeVisible()
  await outage.begin()
  await signOutByMenu(page)
  await expect(page.getByRole('main')).toContainText('Keep it open')
  await outage.end()
  await expect(page.getByRole('main')).toContainText('You are signed out.')
  await page.getByRole('link', { name: 'Create an account' }).click()
  await expect(signUpPage(page)).toBeVisible()
  await page.getByLabel('Email address').fill(newcomer.email)
  await page.getByLabel('Password', { exact: true }).fill(newcomer.password)
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(mailSentPage(page)).toBeVisible()
})

test('a browser that blocks cookies says why signing in does not work', async ({ page, context, user }) => {
  // As in Firefox: what would store anything throws, and no cookie is kept.
  await context.addInitScript(() => {
    const refuse = () => {
      throw new DOMException('The operation is insecure.', 'SecurityError')
    }
    for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches'])
      Object.defineProperty(globalThis, name, { get: refuse })
    globalThis.BroadcastChannel = class {
      constructor() {
        refuse()
      }
    } as unknown as typeof BroadcastChannel
    LockManager.prototype.request = async () => refuse()
    Object.defineProperty(navigator, 'cookieEnabled', { value: false })
  })
  await page.route('**/api/sessions/sign_in', async route => {
    const response = await route.fetch()
    const { 'set-cookie': _blocked, ...headers } = response.headers()
    await context.clearCookies()
    await route.fulfill({ response, headers })
  })
  await page.goto('/login')
  await expect(loginPage(page)).toBeVisible()
  await expect(page.getByRole('main')).toContainText('Your browser blocks cookies for this site')
  await signInByForm(page, user)
  await expect(page.getByRole('main')).toContainText("Your browser didn't keep the sign-in cookie.")
  for (const path of ['/sign-up', '/forgot', '/reset#token=lk_none', '/devices', '/login/second-step', '/login/code']) {
    await page.goto(path)
    await expect(page.getByRole('main')).toContainText('Your browser blocks cookies for this site')
  }
})

test('a browser in which the app cannot start says so', async ({ page, watcher }) => {
  watcher.expectError('net::ERR_FAILED')
  await page.route('**/*.js', route => route.abort())
  await page.goto('/login')
  await expect(page.getByText('This page could not start.')).toBeVisible()
  await expect(page.getByText('Firefox 115')).toBeVisible()
})
