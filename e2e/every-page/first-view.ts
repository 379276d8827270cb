import { providers } from '@latchkey/contracts/auth/listed-providers'
import { passkeyOptions } from '@latchkey/contracts/auth/passkeys'
import { currentSession } from '@latchkey/contracts/auth/sessions'
import { signInOptions } from '@latchkey/contracts/auth/sign-in'
import { signIn } from '@latchkey/contracts/words/de/sign-in'
import type { Page } from '@playwright/test'
import { loginPage } from '../fixtures/headings.ts'
import { giveAddress, signInByForm } from '../fixtures/people.ts'
import { homePage } from '../fixtures/product.ts'
import { expect, test } from '../fixtures/test.ts'

/** Holds the scripts of the app back. Returns a function that lets them go. The chosen colours are a small file of their own. */
async function holdScripts(page: Page): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  await page.route('**/assets/*.js', async route => {
    await promise
    await route.continue()
  })
  return resolve
}

/**
 * Waits until a person sees something. Before that the styles may be missing: a look at an element's place would lay the page out
 * without them, and their arrival would count as a shift.
 */
const firstPaint = (page: Page) => page.waitForFunction(() => performance.getEntriesByType('paint').length > 0)

const layoutShift = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<number>(resolve => {
        let sum = 0
        const observer = new PerformanceObserver(list => {
          for (const entry of list.getEntries()) sum += (entry as PerformanceEntry & { value: number }).value
        })
        observer.observe({ type: 'layout-shift', buffered: true })
        // Two frames, so that the last shift is in the list.
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(sum)))
      }),
  )

for (const path of ['/login', '/login?return=%2Fdevices'])
  test(`the sign-in form is there before its script, and keeps what was typed: ${path}`, async ({ page, user }) => {
    await page.setViewportSize({ width: 390, height: 844 })
    const letGo = await holdScripts(page)
    await page.goto(path, { waitUntil: 'commit' })
    await firstPaint(page)
    await expect(loginPage(page)).toBeVisible()
    const email = page.getByLabel('Email address')
    await email.fill(user.email)
    const button = page.getByRole('button', { name: 'Continue', exact: true })
    await expect(button).toBeVisible()

    await test.step('it cannot be sent yet, so the browser puts the address nowhere', async () => {
      await email.press('Enter')
      await expect(button).toBeDisabled()
      await expect(page).toHaveURL(path)
    })

    letGo()
    await expect(button).toBeEnabled()
    await expect(email).toHaveValue(user.email)
    await expect(email).toBeFocused()
    expect(await layoutShift(page)).toBe(0)
    await signInByForm(page, user)
    // Without a page to come back to, the product's first page opens, which may lead on.
    await expect(page).toHaveURL(path === '/login' ? /^(?!.*login)/ : '/devices')
  })

test('the sign-in form works though others changed it before its script was there', async ({ page, user }) => {
  const letGo = await holdScripts(page)
  await page.goto('/login', { waitUntil: 'commit' })
  await expect(loginPage(page)).toBeVisible()
  await page.evaluate(() => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const found: Text[] = []
    while (texts.nextNode()) found.push(texts.currentNode as Text)
    // As a translation does.
    for (const text of found) {
      const font = document.createElement('font')
      text.replaceWith(font)
      font.append(text)
    }
    // As a password manager does.
    for (const input of document.querySelectorAll('input')) {
      input.after(document.createElement('div'))
      input.setAttribute('data-manager', '')
    }
  })
  await page.locator('input[name=email]').fill(user.email)
  letGo()
  await expect(page.getByRole('button', { name: 'Continue', exact: true })).toBeEnabled()
  await expect(page.getByLabel('Email address')).toHaveValue(user.email)
  await signInByForm(page, user)
  await expect(page).not.toHaveURL(/login/)
})

for (const [name, prepare] of [
  ['knows the person', () => localStorage.setItem('latchkey-address', 'ada@example.com')],
  ['has no passkeys', () => Reflect.deleteProperty(window, 'PublicKeyCredential')],
] as const)
  test(`a browser that ${name} asks for the password at once, and nothing jumps`, async ({ page }) => {
    await page.addInitScript(prepare)
    const letGo = await holdScripts(page)
    await page.goto('/login', { waitUntil: 'commit' })
    await firstPaint(page)
    await expect(page.getByRole('banner')).toBeVisible()
    await expect(page.getByLabel('Email address')).toBeHidden()
    letGo()
    await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeEnabled()
    await expect(page.getByLabel('Password', { exact: true })).toBeVisible()
    expect(await layoutShift(page)).toBe(0)
  })

test('a reload stays at the password, with nothing of the first step, and "back" leads to the address', async ({
  page,
  user,
}) => {
  await page.goto('/login')
  await giveAddress(page, user.email)
  const letGo = await holdScripts(page)
  await page.reload({ waitUntil: 'commit' })
  await firstPaint(page)
  await expect(page.getByLabel('Email address')).toBeHidden()
  letGo()
  const password = page.getByLabel('Password', { exact: true })
  await expect(password).toBeVisible()
  await expect(password).not.toBeFocused()
  await expect(page.getByLabel('Email address')).toHaveValue(user.email)
  expect(await layoutShift(page)).toBe(0)

  await page.goBack()
  await expect(page.getByRole('button', { name: 'Continue', exact: true })).toBeVisible()
  await expect(page.getByLabel('Email address')).toHaveValue(user.email)
  await expect(page.getByLabel('Email address')).toBeFocused()
})

test('the sign-in form comes in the language of the browser', async ({ anotherBrowser }) => {
  const page = await (await anotherBrowser({ locale: 'de-AT' })).newPage()
  const letGo = await holdScripts(page)
  await page.goto('/login', { waitUntil: 'commit' })
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(signIn.title)
  await expect(page.locator('html')).toHaveAttribute('lang', 'de')
  letGo()
  await expect(page.getByRole('button', { name: signIn.next, exact: true })).toBeEnabled()
})

test('a visitor loads the page, its script, its styles and its words, and then only what a passkey needs: there is no provider', async ({
  page,
}) => {
  const loaded: string[] = []
  page.on('response', response => loaded.push(new URL(response.url()).pathname.replace(/-[\w-]{7,8}\./, '.')))
  // The last request: it begins when the page is idle.
  const offered = page.waitForResponse(passkeyOptions.path)
  await page.goto('/login')
  await offered
  await page.waitForLoadState('networkidle')
  expect(loaded.filter(path => !/favicon|manifest/.test(path)).sort()).toEqual([
    providers.path,
    signInOptions.path,
    passkeyOptions.path,
    '/assets/index.css',
    '/assets/index.js',
    '/assets/rolldown-runtime.js',
    '/assets/shared.js',
    '/assets/sign-in.js',
    '/assets/web.js',
    '/login',
    '/scheme.js',
  ])
})

test('a person who is signed in is asked for, and led on', async ({ signedInPage: page }) => {
  const asked = page.waitForResponse(currentSession.path)
  await page.goto('/login')
  expect((await asked).status()).toBe(200)
  await expect(homePage(page)).toBeVisible()
})
