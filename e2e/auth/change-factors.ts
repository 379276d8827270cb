import { removeFactor } from '@latchkey/contracts/auth/factors'
import { toast } from '../fixtures/devices.ts'
import { addApp, appCode, confirmPassword, factorsSection, nextCode, words } from '../fixtures/factors.ts'
import { mailAbout } from '../fixtures/mail.ts'
import { addAuthenticator, enrol } from '../fixtures/passkeys.ts'
import { signInByForm, signOutByMenu } from '../fixtures/people.ts'
import { homePage } from '../fixtures/product.ts'
import { expect, minutes, test } from '../fixtures/test.ts'

test('an app is renamed and removed, and the next sign-in asks for the password only', async ({
  signedInPage: page,
  context,
  server,
  user,
  clock,
  mail,
  watcher,
}) => {
  await confirmPassword(context, server, user)
  const { id, secret } = await addApp(context, server, 'Old phone')
  await page.goto('/security')
  const section = factorsSection(page)

  await test.step('rename', async () => {
    const rename = section.getByRole('button', { name: words.renameOf('Old phone') })
    await rename.click()
    const name = section.getByLabel(words.name, { exact: true })
    await expect(name).toBeFocused()
    await name.fill('')
    await section.getByRole('button', { name: words.save }).click()
    await expect(name).toHaveAttribute('aria-invalid', 'true')
    await name.fill('Phone in the drawer')
    await name.press('Enter')
    await expect(toast(page, words.renamed)).toBeVisible()
    await expect(section.getByRole('heading', { name: 'Phone in the drawer' })).toBeVisible()
  })

  await test.step('remove, with a code of itself', async () => {
    watcher.expectStatus(403, removeFactor.path.replace(':id', id))
    await clock.advance(minutes(11))
    await section.getByRole('button', { name: words.removeOf('Phone in the drawer') }).click()
    const dialog = page.getByRole('alertdialog', { name: words.removeTitle('Phone in the drawer') })
    await expect(dialog).toContainText(words.removeLast)
    await dialog.getByRole('button', { name: words.remove }).click()
    await appCode(page).fill(await nextCode(secret, server))
    await expect(toast(page, words.removed)).toBeVisible()
    await expect(section).toContainText(words.none)
    await expect(section.getByRole('listitem')).toHaveCount(0)
    await mailAbout(mail, user.email, /removed/)
  })

  await signOutByMenu(page)
  await signInByForm(page, user)
  await expect(homePage(page)).toBeVisible()
})

test('a passkey is renamed and removed, and the next sign-in asks for the password only', async ({
  signedInPage: page,
  user,
  mail,
}) => {
  const authenticator = await addAuthenticator(page)
  await enrol(page, user, 'Old key')
  const section = factorsSection(page)
  await section.getByRole('button', { name: words.renameOf('Old key') }).click()
  const name = section.getByLabel(words.name, { exact: true })
  await name.fill('Key in the drawer')
  await name.press('Enter')
  await expect(toast(page, words.renamed)).toBeVisible()
  await page.reload()
  await section.getByRole('button', { name: words.removeOf('Key in the drawer') }).click()
  const dialog = page.getByRole('alertdialog', { name: words.removeTitle('Key in the drawer') })
  await expect(dialog).toContainText(words.removeLastPasskey)
  await dialog.getByRole('button', { name: words.remove }).click()
  await expect(toast(page, words.removed)).toBeVisible()
  await expect(section).toContainText(words.none)
  await expect(section.getByRole('listitem')).toHaveCount(0)
  await mailAbout(mail, user.email, /removed/)

  // It would be offered by autofill, if the browser still has it.
  await authenticator.setPresent(false)
  await signOutByMenu(page)
  await signInByForm(page, user)
  await expect(homePage(page)).toBeVisible()
})
