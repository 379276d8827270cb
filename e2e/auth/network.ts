import { passkeyOptions } from '@latchkey/contracts/auth/passkeys'
import { pages } from '@latchkey/contracts/pages'
import type { Request } from '@playwright/test'
import { sessionCookie } from '../fixtures/cookies.ts'
import { signOutDevice, toast } from '../fixtures/devices.ts'
import { devicesPage, loginPage } from '../fixtures/headings.ts'
import { signInBrowser, signInByForm, signOutByMenu } from '../fixtures/people.ts'
import { homePage } from '../fixtures/product.ts'
import { expect, test } from '../fixtures/test.ts'
import { firefoxOnLinux } from '../fixtures/user-agents.ts'

test('the token travels only in its cookie, and no request goes to another origin', async ({
  page,
  context,
  server,
  user,
  anotherBrowser,
}) => {
  await signInBrowser(await anotherBrowser({ userAgent: firefoxOnLinux.userAgent }), server, user)
  const requests: Request[] = []
  const read: Promise<string>[] = []
  context.on('request', request => requests.push(request))
  context.on('requestfinished', request => {
    // Its answer has the secret of a challenge, which opens nothing without a passkey and this browser's cookie.
    if (!request.url().endsWith(passkeyOptions.path)) read.push(written(request))
  })

  await page.goto('/devices')
  await page.getByRole('checkbox', { name: 'Keep me signed in' }).check()
  await signInByForm(page, user)
  await expect(devicesPage(page)).toBeVisible()
  const cookie = await sessionCookie(context)
  const token = cookie?.value ?? ''
  expect(token).toMatch(/^lk_/)
  const shown = await page.evaluate(() => [
    document.documentElement.outerHTML,
    location.href,
    document.referrer,
    JSON.stringify(history.state),
  ])

  await signOutDevice(page, 'Firefox on Linux')
  await expect(toast(page, 'Firefox on Linux is signed out.')).toBeVisible()
  await page.getByRole('link', { name: 'Overview', exact: true }).click()
  await expect(homePage(page)).toBeVisible()
  await signOutByMenu(page)
  await expect(loginPage(page)).toBeVisible()

  for (const text of [...shown, ...(await Promise.all(read))]) {
    expect(text).not.toContain(token)
    expect(text).not.toMatch(/lk_[\w-]{20}/)
  }
  const origins = new Set(requests.map(request => new URL(request.url()).origin))
  expect([...origins]).toEqual([server.url])
  expect(requests.map(request => request.url()).join('\n')).not.toContain(encodeURIComponent(user.password))
})

/** All text of a request and its response, except cookies. */
async function written(request: Request): Promise<string> {
  const response = await request.response()
  const { cookie, ...sent } = await request.allHeaders()
  const { 'set-cookie': kept, ...received } = (await response?.allHeaders()) ?? {}
  const body = (await response?.text().catch(() => '')) ?? ''
  return [request.url(), JSON.stringify(sent), request.postData() ?? '', JSON.stringify(received), body].join('\n')
}

test('every page has a policy that allows nothing from other origins', async ({ request }) => {
  for (const path of [...Object.values(pages), '/no/such/page']) {
    const headers = (await request.get(path, { headers: { accept: 'text/html' } })).headers()
    expect(headers['content-security-policy']).toContain("default-src 'none'")
    expect(headers['content-security-policy']).toContain("require-trusted-types-for 'script'")
    expect(headers['content-security-policy']).not.toContain('unsafe')
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['referrer-policy']).toBe('no-referrer')
  }
})

test('the browser blocks what the policy forbids', async ({ page, watcher }) => {
  watcher.expectError("This document requires 'TrustedHTML' assignment")
  watcher.expectError('CSP violation: require-trusted-types-for')
  await page.goto('/login')
  await expect(loginPage(page)).toBeVisible()
  const outcome = await page.evaluate(() => {
    try {
      document.body.innerHTML = '<b>written by a script</b>'
      return 'written'
    } catch (error) {
      return (error as Error).name
    }
  })
  expect(outcome).toBe('TypeError')
})
