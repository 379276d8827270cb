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

/** In px. `start` is the distance from the side at which the lines of the page start. */
interface Box {
  readonly start: number
  readonly width: number
  readonly top: number
}

/** Where the boxes of a page are. Parts of a line follow the text. */
const boxes = (page: Page): Promise<Box[]> =>
  page.evaluate(() => {
    const { clientWidth } = document.documentElement
    const isRightToLeft = document.documentElement.dir === 'rtl'
    const found: Box[] = []
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

async function boxesAtWidths(page: Page): Promise<Box[][]> {
  const found: Box[][] = []
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 })
    found.push(await boxes(page))
  }
  return found
}

/** The marks around a sentence are shaped with their neighbours, so its width depends on its direction, but not by more. */
const tolerancePx = 2

/** What two pictures of a page do not have in common, as pairs. */
function differences(some: readonly Box[][], others: readonly Box[][]): unknown[] {
  const isSame = (box: Box, other: Box | undefined) =>
    other !== undefined &&
    (['start', 'width', 'top'] as const).every(side => Math.abs(box[side] - other[side]) <= tolerancePx)
  return some.flatMap((row, index) => {
    const other = others[index] ?? []
    const pairs = row.map((box, place) => [box, other[place]] as const)
    return [
      ...pairs.filter(([box, pair]) => !isSame(box, pair)),
      ...(row.length === other.length ? [] : [`${row.length} boxes, and ${other.length}`]),
    ]
  })
}

/** Fails if the page, which is written from right to left, cuts a text in either direction, or is not the mirror image of the other. */
async function expectMirrored(page: Page, where: string): Promise<void> {
  const html = page.locator('html')
  await expect(html).toHaveAttribute('dir', 'rtl')
  await expectNothingCut(page, `${where} from right to left`)
  const fromTheRight = await boxesAtWidths(page)
  // A direction is this attribute and nothing else, so the page need not load once more.
  await html.evaluate(element => element.setAttribute('dir', 'ltr'))
  await expectNothingCut(page, where)
  expect.soft(differences(fromTheRight, await boxesAtWidths(page)), `${where} is not mirrored`).toEqual([])
}

test.describe('in a language from right to left, with words 40 % longer', () => {
  test('pages for visitors take all of their text from the catalogue, mirror it, and cut nothing', async ({ page }) => {
    await speakOtherwise(page)
    for (const path of visitorPaths) {
      await open(page, path)
      expect.soft(await textsOutside(page, [brand.name]), path).toEqual([])
      await expectMirrored(page, path)
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
    await speakOtherwise(page)
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
      expect.soft(await textsOutside(page, data), path).toEqual([])
      await expectMirrored(page, path)
    }
  })
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
