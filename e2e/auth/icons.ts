import { expect, test } from '../fixtures/test.ts'

/** Where a PNG file says how wide it is. */
const widthAt = 16

test('a home screen finds an image for this app, in the sizes that the pages and the manifest name', async ({
  page,
  server,
}) => {
  await page.goto('/login')
  const apple = await page.locator('link[rel=apple-touch-icon]').getAttribute('href')
  const manifest = await page.request.get('/site.webmanifest')
  expect(manifest.headers()['content-type']).toContain('application/manifest+json')
  const { icons } = await manifest.json()
  const images = icons.filter(({ type }: { type: string }) => type === 'image/png')
  expect(images).toHaveLength(3)
  for (const { src, sizes } of [{ src: apple, sizes: '180x180' }, ...images]) {
    const image = await page.request.get(server.url + src)
    expect(image.status(), src).toBe(200)
    expect(image.headers()['content-type']).toBe('image/png')
    // Its name has no hash, so a browser asks whether it changed.
    expect(image.headers()['cache-control']).toBe('no-cache')
    const width = (await image.body()).readUInt32BE(widthAt)
    expect(`${width}x${width}`).toBe(sizes)
  }
})
