import { readFileSync } from 'node:fs'
import { events, signOut } from '@latchkey/contracts/auth/sessions'
import { brand } from '@latchkey/contracts/brand'
import { pages } from '@latchkey/contracts/pages'
import { account } from '@latchkey/contracts/words/de/account'
import { shell } from '@latchkey/contracts/words/de/shell'
import { signIn } from '@latchkey/contracts/words/de/sign-in'
import { ui } from '@latchkey/contracts/words/de/ui'
import type { Page, Request } from '@playwright/test'
import { expectNothingCut } from '../fixtures/cut-text.ts'
import { speakOtherwise, textsOutside } from '../fixtures/other-language.ts'
import { expect, test } from '../fixtures/test.ts'

test.use({ contextOptions: { reducedMotion: 'reduce' } })

const forVisitors = [pages.login, pages.emailCode, pages.signUp, pages.forgot] as const
const linked = [pages.verify, pages.reset, pages.notMe, pages.keepAccount, pages.cancelEmail, pages.keepFactors]
const withLink = linked.map(path => `${path}#token=lk_none`)
const visitorPaths: string[] = [...forVisitors, ...withLink]
/** All others, also those that a product or a later version adds. For developers there are pages of their own. */
const signedInPaths = Object.values(pages).filter(
  path =>
    !visitorPaths.some(each => each.startsWith(path) && path !== pages.home) &&
    !path.startsWith('/dev/') &&
    // Without an unfinished sign-in it leads on to a page that is in this list.
    path !== pages.secondStep,
)

const heading = (page: Page) => page.getByRole('heading', { level: 1 })

/** Opens a page, and waits until it has all that it asks the API for. The stream of events never ends. */
async function open(page: Page, path: string): Promise<void> {
  const underWay = new Set<Request>()
  const begin = (request: Request) => void (request.url().endsWith(events.path) || underWay.add(request))
  const end = (request: Request) => void underWay.delete(request)
  page.on('request', begin).on('requestfinished', end).on('requestfailed', end)
  await page.goto(path)
  await expect(heading(page)).toBeVisible()
  await expect.poll(() => underWay.size).toBe(0)
  page.off('request', begin).off('requestfinished', end).off('requestfailed', end)
}

test.describe('in a language with words 40 % longer', () => {
  test('pages for visitors take all of their text from the catalogue, and nothing is cut', async ({ page }) => {
    await speakOtherwise(page, { stretched: true })
    for (const path of visitorPaths) {
      await open(page, path)
      await expectNothingCut(page, path)
      expect.soft(await textsOutside(page, [brand.name]), path).toEqual([])
    }
    await open(page, pages.login)
    await page.locator('button[type=submit]').click()
    await expect(page.locator('[aria-invalid=true]').first()).toBeFocused()
    await expectNothingCut(page, 'the sign-in page with an error')
    const address = 'ada@example.com'
    await page.locator('input[name=email]').fill(address)
    await page.locator('button[type=submit]').click()
    await expect(page.locator('input[name=password]')).toBeFocused()
    await expectNothingCut(page, 'the sign-in page that asks for the password')
    expect(await textsOutside(page, [brand.name, address])).toEqual([])
  })

  test('so do pages for signed-in people', async ({ signedInPage: page, user }) => {
    await speakOtherwise(page, { stretched: true })
    // The API speaks the usual English.
    const data = [
      'Only you can read this, ',
      brand.name,
      user.email,
      user.name ?? '',
      'AL',
      'Chrome',
      'Linux',
      'Windows',
      'macOS',
      '127.0.0.1',
    ]
    for (const path of signedInPaths) {
      await open(page, path)
      await expectNothingCut(page, path)
      expect.soft(await textsOutside(page, data), path).toEqual([])
    }
  })
})

/** Where the boxes of a page are, as distances from the side at which its lines start. Parts of a line follow the text. */
const boxes = (page: Page) =>
  page.evaluate(() => {
    const { clientWidth } = document.documentElement
    const isRightToLeft = document.documentElement.dir === 'rtl'
    const found: Record<string, number>[] = []
    for (const element of document.querySelectorAll<HTMLElement>('main *, header *, nav *, footer *')) {
      const { display } = getComputedStyle(element)
      if (
        display.startsWith('inline') ||
        display === 'contents' ||
        element.closest('svg, [aria-hidden=true], .sr-only')
      )
        continue
      if (!element.checkVisibility({ visibilityProperty: true })) continue
      const { left, right, width, top } = element.getBoundingClientRect()
      found.push({
        start: Math.round(isRightToLeft ? clientWidth - right : left),
        width: Math.round(width),
        top: Math.round(top),
      })
    }
    return found
  })

const widths = [390, 1280]

test('a language from right to left mirrors each page, on a phone and on a wide screen', async ({
  signedInPage: page,
  anotherBrowser,
}) => {
  const visitor = await (await anotherBrowser()).newPage()
  for (const [tab, paths] of [
    [visitor, visitorPaths],
    [page, signedInPaths],
  ] as const) {
    const boxesAt = async (path: string) => {
      const found: Record<string, unknown> = {}
      for (const width of widths) {
        await tab.setViewportSize({ width, height: 900 })
        found[`${path} at ${width} px`] = await boxes(tab)
      }
      return found
    }
    const usual = new Map<string, unknown>()
    for (const path of paths) {
      await open(tab, path)
      usual.set(path, await boxesAt(path))
    }
    await speakOtherwise(tab, { direction: 'rtl' })
    for (const path of paths) {
      await open(tab, path)
      await expect(tab.locator('html')).toHaveAttribute('dir', 'rtl')
      expect.soft(await boxesAt(path), `${path} is not mirrored`).toEqual(usual.get(path))
      await expectNothingCut(tab, `${path} from right to left`)
    }
  }
})

/** The files of the words in a language, by the build's own list. */
const wordFiles = (language: string) =>
  Object.entries(
    JSON.parse(readFileSync(new URL('../../apps/web/dist/.vite/manifest.json', import.meta.url), 'utf8')) as Record<
      string,
      { file: string }
    >,
  ).flatMap(([source, { file }]) => (source.includes(`/words/${language}/`) ? [`/${file}`] : []))

test('a German signs in, changes a name and signs out, and loads no English', async ({
  anotherBrowser,
  user,
  watcher,
}) => {
  watcher.expectStatus(401, '/api/sessions/sign_in')
  const page = await (await anotherBrowser({ locale: 'de-DE' })).newPage()
  const loaded: string[] = []
  page.on('response', response => loaded.push(new URL(response.url()).pathname))
  await page.goto(pages.settings)
  await expect(heading(page)).toHaveText(signIn.title)
  await expect(page.locator('html')).toHaveAttribute('lang', 'de')
  await expect(page.locator('html')).toHaveAttribute('dir', 'ltr')

  const email = page.getByLabel(ui.email)
  const password = page.getByLabel(ui.password, { exact: true })
  const button = page.getByRole('button', { name: signIn.button, exact: true })
  await email.fill(user.email)
  await page.getByRole('button', { name: signIn.next, exact: true }).click()
  await password.fill('not the right password')
  await button.click()
  await expect(page.getByRole('group', { name: ui.problem })).toBeVisible()
  await password.fill(user.password)
  await button.click()

  await expect(heading(page)).toHaveText(account.title)
  await expect(page.locator('html')).toHaveAttribute('lang', 'de')
  await page.getByRole('textbox', { name: account.name, exact: true }).fill('Ada König')
  await page.getByRole('button', { name: account.saveName }).click()
  await expect(page.getByRole('status').filter({ hasText: account.nameSaved })).toBeVisible()
  const ended = page.waitForResponse(signOut.path)
  await page.getByRole('button', { name: shell.accountMenu }).click()
  await page.getByRole('button', { name: shell.signOut, exact: true }).click()
  await ended
  await expect(heading(page)).toHaveText(signIn.title)

  expect(loaded.filter(path => wordFiles('de').includes(path)).length).toBeGreaterThan(2)
  expect(loaded.filter(path => wordFiles('en').includes(path))).toEqual([])
})
