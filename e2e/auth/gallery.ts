import { unknownPage } from '../fixtures/headings.ts'
import { expect, test } from '../fixtures/test.ts'

test('a built server has no gallery of the brand, and its scripts do not know it', async ({ page, watcher }) => {
  const scripts: Promise<string>[] = []
  page.on('response', response => {
    if (/\.js$/.test(response.url())) scripts.push(response.text())
  })
  for (const address of ['/dev/brand', '/dev/brand/frame']) {
    watcher.expectStatus(404, address)
    await page.goto(address)
    await expect(unknownPage(page)).toBeVisible()
  }
  for (const script of await Promise.all(scripts)) expect(script).not.toContain('dev/brand')
})
