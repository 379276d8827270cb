import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { startTemplate } from '@latchkey/database/testing'
import { type BrowserContext, type BrowserContextOptions, chromium, type Page } from '@playwright/test'
import { findBrowser } from './browser.ts'
import { giveFactors, takeFactors, takeSecondStep } from './fixtures/factor-pictures.ts'
import { factorsSection } from './fixtures/factors.ts'
import { devicesPage, mailboxPage } from './fixtures/headings.ts'
import { takeSignedIn, takeSignedOut } from './fixtures/page-pictures.ts'
import { createPerson, giveAddress, type Person, signInBrowser } from './fixtures/people.ts'
import { startServer } from './fixtures/server-process.ts'
import { firefoxOnLinux, safariOnPhone } from './fixtures/user-agents.ts'

// `pnpm --filter @latchkey/e2e screenshots` takes the README's pictures. With a directory, it takes every page at three
// widths, in light and in dark, for review by a person.
const [directory] = process.argv.slice(2)
const pictures = path.resolve(import.meta.dirname, '../docs/images')

const deviceScaleFactor = 1.5
const schemes = ['light', 'dark'] as const
type Scheme = (typeof schemes)[number]

const minutes = (count: number) => count * 60_000
const chromeOnWindows =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/146.0.0.0 Safari/537.36'

const { template, stop } = await startTemplate()
const executablePath = findBrowser()
const browser = await chromium.launch(executablePath ? { executablePath } : {})
const server = await startServer(template, {
  startsAt: new Date('2026-06-09T17:20:00.000Z'),
  settings: { TRUST_PROXY: 'loopback' },
})
const person = await createPerson(server, 'Ada Lovelace', 'ada@example.com')
const careful = await createPerson(server, 'Grace Hopper', 'grace.hopper@example.com')
const carefulPage = await openPage(await openBrowser(), careful)
await giveFactors(carefulPage, server, careful)
await signInElsewhere()
const signedOutPage = await openPage(await openBrowser())
const page = await openPage(await openBrowser(), person)
// The mailbox answers only requests from this machine, so this browser sends no forwarded address.
const localPage = await openPage(await openBrowser({ extraHTTPHeaders: {} }))
if (directory) await takeEveryPage(path.resolve(directory))
else await takeReadmePictures()
await browser.close()
await server.close()
await stop()

/** Signs in at different times and from different places. At the end, the first of these sessions has expired as idle. */
async function signInElsewhere(): Promise<void> {
  const laptop = await openBrowser({ userAgent: chromeOnWindows, extraHTTPHeaders: from('198.51.100.23') })
  await signInBrowser(laptop, server, person)
  await server.advanceClock(minutes(19 * 60))
  const phone = await openBrowser({ userAgent: safariOnPhone.userAgent, extraHTTPHeaders: from('203.0.113.66') })
  await signInBrowser(phone, server, person)
  await server.advanceClock(minutes(41))
  const program = await openBrowser({ userAgent: 'curl/8.5.0', extraHTTPHeaders: from('192.0.2.4') })
  await program.request.post(signIn.path, { data: { email: person.email, password: person.password } })
  await server.advanceClock(minutes(12))
  for (const context of [laptop, phone, program]) await context.close()
}

function from(address: string) {
  return { 'x-forwarded-for': address }
}

function openBrowser(options: BrowserContextOptions = {}): Promise<BrowserContext> {
  return browser.newContext({
    baseURL: server.url,
    locale: 'en-GB',
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
    extraHTTPHeaders: from('192.0.2.17'),
    userAgent: firefoxOnLinux.userAgent,
    deviceScaleFactor: directory ? 1 : deviceScaleFactor,
    ...options,
  })
}

async function openPage(context: BrowserContext, signedInAs?: Person): Promise<Page> {
  if (signedInAs) await signInBrowser(context, server, signedInAs)
  const opened = await context.newPage()
  await opened.clock.setFixedTime(server.clockTime())
  return opened
}

async function takeEveryPage(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true })
  for (const width of [320, 390, 1280]) {
    for (const colorScheme of schemes) {
      // Otherwise the password that was given in one round would do for the next, without its dialog.
      await server.advanceClock(minutes(11))
      for (const each of [signedOutPage, page, carefulPage, localPage]) {
        await each.clock.setFixedTime(server.clockTime())
        await each.setViewportSize({ width, height: width < 600 ? 720 : 800 })
        await each.emulateMedia({ colorScheme })
      }
      const take = (shown: Page, name: string) =>
        shown.screenshot({ path: path.join(directory, `${name}-${width}-${colorScheme}.png`) })
      await takeSignedOut(signedOutPage, person, name => take(signedOutPage, name))
      await takeSignedIn(page, server, person, name => take(page, name))
      await takeFactors(carefulPage, name => take(carefulPage, name))
      await takeSecondStep(signedOutPage, careful, name => take(signedOutPage, name))
      await localPage.goto('/dev/mailbox')
      await mailboxPage(localPage).waitFor()
      // On phones the list stands alone.
      if (width > 600) await localPage.frameLocator('iframe').getByRole('heading', { level: 1 }).waitFor()
      await take(localPage, 'mailbox')
    }
  }
}

/** Takes the sign-in page beside the devices page, and the security page, in light and in dark. */
async function takeReadmePictures(): Promise<void> {
  await mkdir(pictures, { recursive: true })
  await signedOutPage.setViewportSize({ width: 380, height: 640 })
  await page.setViewportSize({ width: 800, height: 640 })
  await signedOutPage.goto('/login')
  await giveAddress(signedOutPage, person.email)
  await page.goto('/devices')
  await devicesPage(page).waitFor()
  await carefulPage.clock.setFixedTime(server.clockTime())
  await carefulPage.setViewportSize({ width: 800, height: 760 })
  await carefulPage.goto('/security')
  await factorsSection(carefulPage).evaluate(section => scrollBy(0, section.getBoundingClientRect().top - 24))
  for (const colorScheme of schemes) {
    for (const each of [signedOutPage, page, carefulPage]) await each.emulateMedia({ colorScheme })
    const shots = [await signedOutPage.screenshot(), await page.screenshot()]
    await takeFramed(shots, { width: 1236, height: 640, name: `latchkey-${colorScheme}`, colorScheme })
    const shot = await carefulPage.screenshot()
    await takeFramed([shot], { width: 832, height: 760, name: `security-${colorScheme}`, colorScheme })
  }
}

interface Sheet {
  width: number
  /** Of each picture. */
  height: number
  name: string
  colorScheme: Scheme
}

/** Puts pictures side by side, each in a frame. */
async function takeFramed(shots: Buffer[], { width, height, name, colorScheme }: Sheet): Promise<void> {
  const context = await browser.newContext({ viewport: { width, height: height + 32 }, deviceScaleFactor })
  const sheet = await context.newPage()
  const line = colorScheme === 'light' ? '#d8d5cf' : '#45413d'
  const images = shots.map(shot => `<img src="data:image/png;base64,${shot.toString('base64')}">`)
  // Each image keeps its size, because scaling would blur it.
  await sheet.setContent(`<style>
    body { margin: 16px; display: flex; gap: 24px; background: transparent }
    img { height: ${height}px; border-radius: 12px; outline: 1px solid ${line} }
  </style>${images.join('')}`)
  await sheet.screenshot({ path: path.join(pictures, `${name}.png`), omitBackground: true })
  await context.close()
}
