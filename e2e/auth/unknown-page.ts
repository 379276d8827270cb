import { brand } from '@latchkey/contracts/brand'
import { pages } from '@latchkey/contracts/pages'
import { unknownPage } from '../fixtures/headings.ts'
import { homePage } from '../fixtures/product.ts'
import { expect, test } from '../fixtures/test.ts'

test('an unknown address shows a page that says so, with status 404', async ({ signedInPage: page, watcher }) => {
  watcher.expectStatus(404, '/no/such/page')
  const response = await page.goto('/no/such/page')
  expect(response?.status()).toBe(404)
  await expect(unknownPage(page)).toBeVisible()
  await expect(page).toHaveTitle(`Page not found · ${brand.name}`)
  await page.getByRole('link', { name: 'Go to the home page' }).click()
  await expect(homePage(page)).toBeFocused()
})

test('each page has status 200, and an unknown API call is not answered with a page', async ({ request }) => {
  const headers = { accept: 'text/html' }
  for (const path of Object.values(pages)) expect((await request.get(path, { headers })).status()).toBe(200)
  const answer = await request.get('/api/no/such/call', { headers })
  expect(answer.status()).toBe(404)
  expect(answer.headers()['content-type']).toContain('application/problem+json')
})
