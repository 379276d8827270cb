import { createHmac } from 'node:crypto'
import { checkEverywhere } from '../fixtures/axe.ts'
import { heading } from '../fixtures/headings.ts'
import { signInByForm, signOutByMenu } from '../fixtures/people.ts'
import { homePage } from '../fixtures/product.ts'
import { givePassword } from '../fixtures/settings.ts'
import { expect, seconds, test } from '../fixtures/test.ts'

const appPage = heading('Add an authenticator app')
const codesPage = heading('Recovery codes')
const codePage = heading('Enter the code of your app')

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const stepSeconds = 30

/** The code that an app with this key shows (RFC 6238). */
function codeOf(secret: string, timeMs: number): string {
  const bits = [...secret].map(letter => base32.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map(byte => Number.parseInt(byte, 2)))
  const step = Buffer.alloc(8)
  step.writeBigUInt64BE(BigInt(Math.floor(timeMs / 1000 / stepSeconds)))
  const digest = createHmac('sha1', key).update(step).digest()
  const number = digest.readUInt32BE((digest.at(-1) ?? 0) & 15) & 0x7fffffff
  return String(number % 1_000_000).padStart(6, '0')
}

// Without this, colours fade, and axe would check the colours in between.
test.use({ contextOptions: { reducedMotion: 'reduce' } })

test('an app is added, asked for at the next sign-in, and a recovery code takes its place', async ({
  signedInPage: page,
  server,
  user,
  clock,
  watcher,
}) => {
  watcher.expectStatus(403, '/api/restricted/factors/totp')
  watcher.expectStatus(401, '/api/sessions/factor')
  await page.goto('/security')
  await page.getByRole('link', { name: 'Add an authenticator app' }).click()
  await expect(appPage(page)).toBeVisible()
  await page.getByRole('button', { name: 'Continue' }).click()
  await givePassword(page, user.password)
  await expect(page.getByRole('img', { name: 'QR code for your authenticator app' })).toBeVisible()
  await checkEverywhere(page)
  const secret = (await page.locator('main code').innerText()).replaceAll(' ', '')
  await page.getByLabel('Code from the app').fill(codeOf(secret, server.clockTime()))

  await expect(codesPage(page)).toBeVisible()
  await checkEverywhere(page)
  const [recoveryCode = ''] = await page.locator('main ol code').allInnerTexts()
  await page.getByRole('button', { name: 'I have saved them' }).click()
  await expect(page.getByRole('region', { name: 'Second factor' })).toContainText('10 of 10 are left.')
  await checkEverywhere(page)
  await signOutByMenu(page)

  await test.step('a code of the app finishes a sign-in, after a wrong one and a reload', async () => {
    await clock.advance(seconds(stepSeconds))
    await signInByForm(page, user)
    await expect(codePage(page)).toBeVisible()
    await checkEverywhere(page)
    const code = codeOf(secret, server.clockTime())
    await page.getByLabel('Code from the app').fill(code === '000000' ? '000001' : '000000')
    await expect(page.getByLabel('Code from the app')).toHaveAccessibleDescription(/didn't work/)
    await page.reload()
    await page.getByLabel('Code from the app').fill(code)
    await expect(homePage(page)).toBeVisible()
  })

  await test.step('a recovery code does too, and one is gone', async () => {
    await signOutByMenu(page)
    await signInByForm(page, user)
    await page.getByRole('button', { name: 'Use a recovery code' }).click()
    await page.getByLabel('Recovery code').fill(recoveryCode)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(homePage(page)).toBeVisible()
    await expect(page.getByRole('region', { name: 'Second factor' })).toContainText('9 of 10 are left.')
  })
})
