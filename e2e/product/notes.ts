import { readFile } from 'node:fs/promises'
import { Export } from '@latchkey/contracts/auth/export'
import { activityPage, focused, loginPage } from '../fixtures/headings.ts'
import { mailAbout } from '../fixtures/mail.ts'
import { tryAgain } from '../fixtures/outage.ts'
import { signInByForm, signOutByMenu } from '../fixtures/people.ts'
import { notesPage } from '../fixtures/product.ts'
import { givePassword, setting } from '../fixtures/settings.ts'
import { stateCheckOf } from '../fixtures/state.ts'
import { expect, test } from '../fixtures/test.ts'

test('a person writes a note, mails it, exports it and deletes it', async ({
  signedInPage: page,
  user,
  mail,
  watcher,
}) => {
  watcher.expectStatus(403, '/api/restricted/user/export')
  await page.goto('/')
  await page.getByRole('link', { name: 'Notes', exact: true }).click()
  await expect(notesPage(page)).toBeFocused()
  await expect(page.getByRole('main')).toContainText('No notes yet.')

  const note = page.getByRole('listitem').filter({ hasText: 'Milk and honey' })
  await page.getByLabel('New note').fill('Milk and honey')
  await page.getByRole('button', { name: 'Save note' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'The note is saved.' })).toBeVisible()
  await expect(page.getByLabel('New note')).toHaveValue('')
  await page.reload()
  await expect(note).toBeVisible()

  await test.step('by mail', async () => {
    await note.getByRole('button', { name: 'Email it to me "Milk and honey"' }).click()
    await expect(page.getByRole('status').filter({ hasText: 'We are sending you the note.' })).toBeVisible()
    expect((await mailAbout(mail, user.email, 'Your note')).text).toContain('Milk and honey')
  })

  await test.step('in the activity', async () => {
    await page.goto('/activity')
    await expect(activityPage(page)).toBeVisible()
    await expect(page.locator('summary', { hasText: 'A note was sent by email' })).toBeVisible()
  })

  await test.step('in the copy of all data', async () => {
    await page.goto('/settings')
    const download = page.waitForEvent('download')
    await setting(page, 'Your data').getByRole('button', { name: 'Save a copy' }).click()
    await givePassword(page, user.password)
    const { product } = Export.parse(JSON.parse(await readFile(await (await download).path(), 'utf8')))
    expect(product.notes.map(({ text }) => text)).toEqual(['Milk and honey'])
  })

  await page.goto('/notes')
  await note.getByRole('button', { name: 'Delete "Milk and honey"' }).click()
  await expect(focused(page)).toHaveText('The note is deleted.')
  await expect(note).toBeHidden()
})

test('notes are visible only to their owner', async ({ page, user, anotherUser }) => {
  await page.goto('/notes')
  await expect(loginPage(page)).toBeVisible()
  await signInByForm(page, user)
  await expect(notesPage(page)).toBeVisible()
  await page.getByLabel('New note').fill('Milk')
  await page.getByRole('button', { name: 'Save note' }).click()
  await expect(page.getByRole('listitem')).toContainText('Milk')
  await signOutByMenu(page)
  await expect(loginPage(page)).toBeVisible()
  await page.goto('/notes')
  await signInByForm(page, anotherUser)
  await expect(page.getByRole('main')).toContainText('No notes yet.')
})

test('notes work with the keyboard alone, and on a phone', async ({ signedInPage: page }) => {
  await page.setViewportSize({ width: 390, height: 720 })
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.goto('/notes')
  await expect(notesPage(page)).toBeVisible()
  const check = await stateCheckOf(page)
  await check('no notes')
  const { keyboard } = page
  await page.getByRole('button', { name: /^Account menu/ }).focus()
  await keyboard.press('Tab')
  await expect(page.getByLabel('New note')).toBeFocused()
  await keyboard.press('Enter')
  await expect(page.getByLabel('New note')).toHaveAttribute('aria-invalid', 'true')
  await expect(page.getByLabel('New note')).toBeFocused()
  await keyboard.type('A note that is long enough to need more than one line on a telephone, and then some')
  await keyboard.press('Enter')
  await expect(page.getByRole('listitem')).toContainText('A note that is long enough')
  await check('a long note')
  await page.getByLabel('New note').focus()
  for (const name of ['Save note', /^Email it to me/, /^Delete/]) {
    await keyboard.press('Tab')
    await expect(page.getByRole('button', { name })).toBeFocused()
  }
  await keyboard.press('Enter')
  await expect(focused(page)).toHaveText('The note is deleted.')
})

test('while the server is away, typed text is kept', async ({ signedInPage: page, outage }) => {
  await page.goto('/notes')
  await expect(notesPage(page)).toBeVisible()
  await outage.begin()
  await page.getByLabel('New note').fill('Milk')
  await page.getByRole('button', { name: 'Save note' }).click()
  await expect(focused(page)).toContainText('Try again when the server is back.')
  await outage.end()
  await tryAgain(page)
  await expect(page.getByRole('status').filter({ hasText: "We'll keep trying" })).toBeHidden()
  await page.getByRole('button', { name: 'Save note' }).click()
  await expect(page.getByRole('listitem')).toContainText('Milk')
})
