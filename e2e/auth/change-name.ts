import { homePage } from '../fixtures/product.ts'
import { setting } from '../fixtures/settings.ts'
import { expect, test } from '../fixtures/test.ts'

test('a person changes their name, in every tab, and removes it again', async ({
  signedInPage: page,
  context,
  user,
}) => {
  const other = await context.newPage()
  await other.goto('/')
  await expect(other.getByRole('main')).toContainText(`${user.name} · ${user.email}`)
  await page.goto('/settings')
  const section = setting(page, 'Name')
  await section.getByLabel('Name').fill('Augusta Ada King')
  await section.getByRole('button', { name: 'Save name' }).click()
  await expect(section.getByRole('status')).toHaveText('Your name is saved.')
  await expect(other.getByRole('main')).toContainText(`Augusta Ada King · ${user.email}`)

  await section.getByLabel('Name').fill('')
  await section.getByRole('button', { name: 'Save name' }).click()
  await expect(section.getByRole('status')).toHaveText('Your name is removed.')
  await page.reload()
  await expect(section.getByLabel('Name')).toHaveValue('')
  await page.getByRole('link', { name: 'Overview', exact: true }).click()
  await expect(homePage(page)).toBeVisible()
  await expect(page.getByRole('main')).not.toContainText('King')
})
