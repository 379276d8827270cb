import type { Reporter, TestModule } from 'vitest/node'
import { leaveTally, sumOf } from './tally.mjs'

/** Counts what Vitest ran. An error outside of the tests is a failure too, and so is a file that could not be read. */
export default class VitestTally implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    leaveTally(sumOf([...modules.map(tallyOf), { passed: 0, failed: unhandledErrors.length, skipped: 0 }]))
  }
}

function tallyOf(module: TestModule) {
  const tests = [...module.children.allTests()].map(test => test.result().state)
  const passed = tests.filter(state => state === 'passed').length
  const skipped = tests.filter(state => state === 'skipped').length
  // What is left failed, or never came to its end.
  const failed = tests.length - passed - skipped
  const failedOutside = failed === 0 && (!module.ok() || tests.length === 0)
  return { passed, failed: failedOutside ? 1 : failed, skipped }
}
