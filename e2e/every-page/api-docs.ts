import { checkEverywhere } from '../fixtures/axe.ts'
import { expect, test } from '../fixtures/test.ts'

// Without this, colours fade, and axe would check the colours in between.
test.use({ contextOptions: { reducedMotion: 'reduce' } })

test('the documentation of the API opens a call by the keyboard, at every width, in light and dark', async ({
  page,
}) => {
  await page.goto('/api/docs')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/ API$/)
  await checkEverywhere(page)

  await page.getByRole('link', { name: 'Sign in', exact: true }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Sign in', exact: true })).toBeInViewport()
  const call = page.getByRole('article', { name: 'Signs you in and starts a session.' })
  const details = call.getByText('Inputs, answers and samples')
  // From the link of the group, the next thing to press is the first call.
  await details.focus()
  await page.keyboard.press('Enter')
  await expect(call.getByText('Wrong code')).toHaveCount(0)
  await expect(call.getByText("That email and password don't match.")).toBeVisible()
  await expect(call.getByText('curl -X POST')).toBeVisible()
  // All else is as before, and there are seventy more calls.
  await checkEverywhere(page, call)
})

test('a call in the documentation has an address of its own', async ({ page }) => {
  await page.goto('/api/docs#revokeSession')
  await expect(page.getByRole('article', { name: /^Ends one of your sessions/ })).toBeInViewport()
})
