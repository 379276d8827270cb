import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { forgotPage, mailboxPage, mailSentPage } from '../fixtures/headings.ts'
import { expect, minutes, test } from '../fixtures/test.ts'
import { checkTour } from '../fixtures/tour.ts'

// Without this, colours fade, and axe would check the colours in between.
test.use({
  contextOptions: { reducedMotion: 'reduce' },
  serverSettings: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's dependencies from the pattern
    async ({}, use) => {
      const kept = await mkdtemp(path.join(tmpdir(), 'latchkey-'))
      await use({ SMTP_URL: '', DATA_DIR: kept })
      await rm(kept, { recursive: true })
    },
    { scope: 'worker' },
  ],
})

checkTour('mails that were kept', async ({ page, server, user, watcher, check }) => {
  // Only the journeys run a script in the frame of a mail, and axe greets each frame.
  watcher.expectError('Blocked script execution')
  watcher.expectError("Failed to execute 'postMessage'")
  await page.goto('/dev/mailbox')
  await expect(mailboxPage(page)).toBeVisible()
  await check('the mailbox')
  // The list is in the order of time.
  await server.advanceClock(minutes(1))
  const asking = await page.context().newPage()
  await asking.goto('/forgot')
  await expect(forgotPage(asking)).toBeVisible()
  await asking.getByLabel('Email address').fill(user.email)
  await asking.getByRole('button', { name: 'Send the link' }).click()
  await expect(mailSentPage(asking)).toBeVisible()
  await asking.close()

  await page
    .getByRole('navigation')
    .getByRole('link', { name: 'Reset your password' })
    .filter({ hasText: user.email })
    .click()
  const mail = page.getByRole('article', { name: 'Reset your password' })
  await expect(mail).toBeVisible()
  await check('a mail')
  await mail.getByRole('radio', { name: 'Plain text' }).check()
  await expect(mail.getByText(/You're getting this email because/)).toBeVisible()
  await check('a mail as plain text')
})
