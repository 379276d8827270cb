import { readFile } from 'node:fs/promises'
import { makeRecoveryCodes } from '@latchkey/contracts/auth/factors'
import { proveFactor } from '@latchkey/contracts/auth/second-step'
import { problems } from '@latchkey/contracts/words/en/problems'
import {
  addApp,
  chooseWay,
  codesPage,
  confirmPassword,
  factorsSection,
  finish,
  recoveryCode,
  shownCodes,
  words,
} from '../fixtures/factors.ts'
import { signInByForm, signOutByMenu } from '../fixtures/people.ts'
import { homePage } from '../fixtures/product.ts'
import { expect, test } from '../fixtures/test.ts'

test('new recovery codes are shown once, to copy and download, and replace the old ones', async ({
  signedInPage: page,
  context,
  server,
  user,
  watcher,
}) => {
  watcher.expectStatus(401, proveFactor.path)
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await confirmPassword(context, server, user)
  const { recoveryCodes: old } = await addApp(context, server)
  await page.goto('/security')
  await factorsSection(page).getByRole('link', { name: words.newCodes }).click()
  await expect(codesPage(page)).toBeFocused()
  const make = page.getByRole('button', { name: words.make })
  await make.click()
  const codes = await shownCodes(page)
  expect(codes.filter(code => old.includes(code))).toEqual([])

  await test.step('copy', async () => {
    await page.getByRole('button', { name: words.copyCodes, exact: true }).click()
    await expect(page.getByText(words.copied)).toBeVisible()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(codes.join('\n'))
  })
  await test.step('download', async () => {
    const downloaded = page.waitForEvent('download')
    await page.getByRole('button', { name: words.download }).click()
    const download = await downloaded
    expect(download.suggestedFilename()).toMatch(/-recovery-codes\.txt$/)
    const text = await readFile(await download.path(), 'utf8')
    expect(text).toContain(user.email)
    expect(text.trim().split('\n').slice(-10)).toEqual(codes)
  })
  await test.step('print: the codes, and no buttons', async () => {
    await page.emulateMedia({ media: 'print' })
    for (const code of codes) await expect(page.getByText(code, { exact: true })).toBeVisible()
    await expect(page.getByRole('button', { name: words.print })).toBeHidden()
    await expect(page.getByRole('button', { name: words.saved })).toBeHidden()
    await page.emulateMedia({ media: null })
  })
  await test.step('a link that would lose them warns once, and a reload does not show them again', async () => {
    await page.getByRole('link', { name: 'Devices', exact: true }).click()
    await expect(page.getByText(words.unsaved)).toBeVisible()
    await page.reload()
    await expect(make).toBeVisible()
    await expect(page.getByRole('main')).not.toContainText(codes[0] ?? '')
  })
  await test.step('of the old and the new ones, only the new sign in', async () => {
    await page.goto('/security')
    await expect(homePage(page)).toBeVisible()
    await signOutByMenu(page)
    await signInByForm(page, user)
    await chooseWay(page, 'recovery_code')
    await recoveryCode(page).fill(old[0] ?? '')
    await finish(page)
    await expect(recoveryCode(page)).toHaveAccessibleDescription(new RegExp(words.step.wrong.recovery_code))
    await recoveryCode(page).fill(codes[0] ?? '')
    await finish(page)
    await expect(factorsSection(page)).toContainText(words.codesLeft(9))
  })
})

test('a person without a second factor gets no recovery codes', async ({
  signedInPage: page,
  context,
  server,
  user,
  watcher,
}) => {
  watcher.expectStatus(409, makeRecoveryCodes.path)
  await confirmPassword(context, server, user)
  await page.goto('/security/recovery-codes')
  await page.getByRole('button', { name: words.make }).click()
  await expect(page.getByText(problems.factor_missing)).toBeVisible()
})
