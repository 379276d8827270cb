import { devicesPage, homePage, loginPage } from '../fixtures/headings.ts'
import { signInBrowser, signInByForm } from '../fixtures/people.ts'
import { expect, test } from '../fixtures/test.ts'
import { firefoxOnLinux } from '../fixtures/user-agents.ts'

test.use({ viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true })

const touchable = 44

test('everything can be touched on the smallest phone', async ({ page, user, server, anotherBrowser }) => {
  await signInBrowser(await anotherBrowser({ userAgent: firefoxOnLinux.userAgent }), server, user)

  async function checkTargets() {
    for (const target of await page.getByRole('button').or(page.getByRole('link')).all()) {
      const box = await target.boundingBox()
      const name = (await target.textContent()) ?? ''
      if (!box || name === 'Skip to the content') continue
      expect.soft(box.height, name).toBeGreaterThanOrEqual(touchable)
      expect.soft(box.width, name).toBeGreaterThanOrEqual(touchable)
    }
  }

  await page.goto('/login')
  await expect(loginPage(page)).toBeVisible()
  await checkTargets()
  await signInByForm(page, user)
  await expect(homePage(page)).toBeVisible()
  await checkTargets()
  await page.getByRole('link', { name: 'Devices', exact: true }).tap()
  await expect(devicesPage(page)).toBeVisible()
  await checkTargets()
  await page.getByRole('button', { name: /^Sign out Firefox on Linux/ }).tap()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Sign out' }).tap()
  await expect(page.getByRole('status').filter({ hasText: 'Firefox on Linux is signed out.' })).toBeVisible()
  await expect(page.getByRole('alertdialog')).toBeHidden()
  await page.getByRole('button', { name: 'Sign out', exact: true }).tap()
  await expect(loginPage(page)).toBeVisible()
})
