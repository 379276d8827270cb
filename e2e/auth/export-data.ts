import { readFile } from 'node:fs/promises'
import { Export } from '@latchkey/contracts/auth/export'
import { brand } from '@latchkey/contracts/brand'
import { givePassword, setting } from '../fixtures/settings.ts'
import { expect, test } from '../fixtures/test.ts'

test('a person downloads all data that is stored about them', async ({ signedInPage: page, user, watcher }) => {
  watcher.expectStatus(403, '/api/restricted/user/export')
  await page.goto('/settings')
  const section = setting(page, 'Your data')
  const download = page.waitForEvent('download')
  await section.getByRole('button', { name: 'Save a copy' }).click()
  await givePassword(page, user.password)
  const file = await download
  expect(file.suggestedFilename()).toMatch(new RegExp(`^${brand.fileName}-\\d{4}-\\d\\d-\\d\\d\\.json$`))
  await expect(section.getByRole('status')).toHaveText(`Your data is in ${file.suggestedFilename()}.`)
  const data = Export.parse(JSON.parse(await readFile(await file.path(), 'utf8')))
  expect(data.user.email).toBe(user.email)
  expect(data.sessions).toHaveLength(1)
})
