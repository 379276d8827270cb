import type { BrowserContext, Page } from '@playwright/test'
import { devicesPage } from '../fixtures/headings.ts'
import { type Person, signInBrowser } from '../fixtures/people.ts'
import type { Server } from '../fixtures/server-process.ts'
import { expect, test } from '../fixtures/test.ts'

/** The longest duration, in seconds, of a transition or animation on the page. */
const longestMove = (page: Page) =>
  page.evaluate(() => {
    const seconds = [...document.querySelectorAll('*')].flatMap(element => {
      const { transitionDuration, animationName, animationDuration } = getComputedStyle(element)
      return [...transitionDuration.split(','), ...(animationName === 'none' ? [] : animationDuration.split(','))]
    })
    return Math.max(...seconds.map(Number.parseFloat))
  })

interface Given {
  signedInPage: Page
  anotherBrowser: () => Promise<BrowserContext>
  server: Server
  user: Person
}

async function openQuestion({ signedInPage: page, anotherBrowser, server, user }: Given): Promise<void> {
  await signInBrowser(await anotherBrowser(), server, user)
  await page.goto('/devices')
  await expect(devicesPage(page)).toBeVisible()
  await page.getByRole('button', { name: 'Sign out of all other devices' }).click()
  await expect(page.getByRole('alertdialog')).toBeVisible()
}

test('animations are short', async ({ signedInPage: page, anotherBrowser, server, user }) => {
  await openQuestion({ signedInPage: page, anotherBrowser, server, user })
  const seconds = await longestMove(page)
  expect(seconds).toBeGreaterThanOrEqual(0.12)
  expect(seconds).toBeLessThanOrEqual(0.18)
})

test('nothing moves with reduced motion', async ({ signedInPage: page, anotherBrowser, server, user }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await openQuestion({ signedInPage: page, anotherBrowser, server, user })
  expect(await longestMove(page)).toBe(0)
})
