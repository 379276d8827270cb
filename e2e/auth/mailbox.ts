import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { mailboxPage, unknownPage, verifyPage } from '../fixtures/headings.ts'
import { codeMail } from '../fixtures/mail.ts'
import { createNewcomer } from '../fixtures/people.ts'
import { startServer } from '../fixtures/server-process.ts'
import { expect, test } from '../fixtures/test.ts'

test('without a mail server, mails are stored and can be read in the app', async ({ browser }) => {
  const kept = await mkdtemp(path.join(tmpdir(), 'latchkey-'))
  const server = await startServer(JSON.parse(process.env.LATCHKEY_E2E_TEMPLATE ?? ''), {
    settings: { DATA_DIR: kept },
  })
  const context = await browser.newContext({ baseURL: server.url })
  const page = await context.newPage()
  const { email, password } = createNewcomer('Mary Somerville')
  await page.goto('/dev/mailbox')
  await expect(mailboxPage(page)).toBeVisible()
  await expect(page.getByRole('main')).toContainText('No email yet.')

  const other = await context.newPage()
  await other.goto('/sign-up')
  await other.getByLabel('Email address').fill(email)
  await other.getByLabel('Password', { exact: true }).fill(password)
  await other.getByRole('button', { name: 'Create account' }).click()
  const mail = page.getByRole('article', { name: codeMail })
  await expect(mail).toContainText(email)
  const framed = mail.frameLocator('iframe')
  await expect(framed.getByRole('heading', { name: 'Confirm your email address' })).toBeVisible()
  const { backgroundColor } = await framed.locator('body').evaluate(body => ({ ...getComputedStyle(body) }))
  await mail.getByRole('radio', { name: 'Dark' }).check()
  await expect(framed.locator('body')).not.toHaveCSS('background-color', backgroundColor)
  await mail.getByRole('radio', { name: 'Plain text' }).check()
  await expect(mail.getByText(/You're getting this email because/)).toBeVisible()
  await mail.getByRole('radio', { name: 'Formatted' }).check()

  // Only a pressed link leaves the frame, and then the whole page follows.
  await framed.getByRole('link', { name: 'Confirm this address' }).click()
  await expect(verifyPage(page)).toBeVisible()
  await context.close()
  await server.close()
  await rm(kept, { recursive: true })
})

test('with a mail server, the mailbox page does not exist', async ({ page, watcher }) => {
  watcher.expectStatus(404, '/api/dev/mailbox')
  await page.goto('/dev/mailbox')
  await expect(unknownPage(page)).toBeVisible()
})
