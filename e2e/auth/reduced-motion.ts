import type { Page } from '@playwright/test'
import { devicesPage } from '../fixtures/headings.ts'
import { expect, test } from '../fixtures/test.ts'

/** The longest time, in seconds, that anything on the page takes to move. */
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

test('what moves, moves for a moment', async ({ signedInPage: page }) => {
  await openQuestion(page)
  const seconds = await longestMove(page)
  expect(seconds).toBeGreaterThanOrEqual(0.12)
  expect(seconds).toBeLessThanOrEqual(0.18)
})

test('nothing moves for those who asked for that', async ({ signedInPage: page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await openQuestion(page)
  expect(await longestMove(page)).toBe(0)
})
