import type { Page } from '@playwright/test'
import { devicesPage } from '../fixtures/headings.ts'
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

async function openQuestion(page: Page): Promise<void> {
  await page.goto('/devices')
  await expect(devicesPage(page)).toBeVisible()
  await page
    .getByRole('row', { name: /This device/ })
    .getByRole('button')
    .click()
  await expect(page.getByRole('alertdialog')).toBeVisible()
}

test('animations are short', async ({ signedInPage: page }) => {
  await openQuestion(page)
  const seconds = await longestMove(page)
  expect(seconds).toBeGreaterThanOrEqual(0.12)
  expect(seconds).toBeLessThanOrEqual(0.18)
})

test('nothing moves with reduced motion', async ({ signedInPage: page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await openQuestion(page)
  expect(await longestMove(page)).toBe(0)
})
