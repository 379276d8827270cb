import type { FullConfig, Reporter, Suite } from '@playwright/test/reporter'
import { leaveTally } from './tally.mjs'

/** Counts what Playwright ran. A test that passed only at its second try failed, and so did an error outside of the tests. */
export default class PlaywrightTally implements Reporter {
  private suite: Suite | undefined
  private errorsOutside = 0

  onBegin(_config: FullConfig, suite: Suite): void {
    this.suite = suite
  }

  onError(): void {
    this.errorsOutside++
  }

  onEnd(): void {
    const tests = this.suite?.allTests() ?? []
    const passed = tests.filter(test => test.outcome() === 'expected').length
    const skipped = tests.filter(test => test.outcome() === 'skipped').length
    leaveTally({ passed, skipped, failed: tests.length - passed - skipped + this.errorsOutside })
  }

  printsToStdio(): boolean {
    return false
  }
}
