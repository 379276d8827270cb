import { checkEverywhere } from '../fixtures/axe.ts'
import { enlargeText, expectNothingCut } from '../fixtures/cut-text.ts'
import { visitEnrolment, visitUse } from '../fixtures/factor-pages.ts'
import { expectBorders } from '../fixtures/forced-colours.ts'
import { checkTargets } from '../fixtures/targets.ts'
import { test } from '../fixtures/test.ts'

// Without this, colours fade, and axe would check the colours in between.
test.use({ contextOptions: { reducedMotion: 'reduce' } })

for (const [tour, visit] of [
  ['adding second factors', visitEnrolment],
  ['using second factors', visitUse],
] as const) {
  test(`the pages for ${tour} are accessible`, async ({ signedInPage: page, server, user, watcher }) => {
    await visit({ page, server, user, watcher, check: () => checkEverywhere(page) })
  })

  for (const percent of [150, 200])
    test(`text at ${percent} % is cut on no page for ${tour}`, async ({
      signedInPage: page,
      server,
      user,
      watcher,
    }) => {
      await enlargeText(page, percent)
      await visit({ page, server, user, watcher, check: where => expectNothingCut(page, where) })
    })

  test.describe('on the smallest phone', () => {
    test.use({ viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true })
    test(`everything on the pages for ${tour} is large enough to touch`, async ({
      signedInPage: page,
      server,
      user,
      watcher,
    }) => {
      await visit({ page, server, user, watcher, check: () => checkTargets(page) })
    })
  })

  test(`with forced colours, the fields on the pages for ${tour} can be told`, async ({
    signedInPage: page,
    server,
    user,
    watcher,
  }) => {
    await page.emulateMedia({ forcedColors: 'active' })
    await visit({ page, server, user, watcher, check: async () => void (await expectBorders(page)) })
  })
}
