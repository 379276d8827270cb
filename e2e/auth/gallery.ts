import { unknownPage } from '../fixtures/headings.ts'
import { expect, test } from '../fixtures/test.ts'

test('a built server has no gallery of the brand, and its scripts do not know it', async ({ page, watcher }) => {
  const scripts = new Set<string>()
  page.on('response', response => {
    if (/\.js$/.test(response.url())) scripts.add(response.url())
  })
  for (const address of ['/dev/brand', '/dev/brand/frame']) {
    watcher.expectStatus(404, address)
    await page.goto(address)
    await expect(unknownPage(page)).toBeVisible()
  }
  expect(scripts.size).toBeGreaterThan(1)
  for (const script of scripts) expect(await (await page.request.get(script)).text()).not.toContain('dev/brand')
})
