import type { FullConfig, Reporter, Suite, TestCase } from '@playwright/test/reporter'
import { keepResults, type Result } from '../../assurance/evidence/results.ts'

const results: Record<string, Result> = { expected: 'passed', unexpected: 'failed', flaky: 'failed' }

/** Keeps what became of each journey, for the documents that name it as evidence. */
export default class PlaywrightResults implements Reporter {
  private suite: Suite | undefined

  onBegin(_config: FullConfig, suite: Suite): void {
    this.suite = suite
  }

  onEnd(): void {
    const byFile = Map.groupBy(this.suite?.allTests() ?? [], ({ location }) => location.file)
    for (const [file, tests] of byFile)
      keepResults(
        file,
        tests.map(test => ({ titles: titlesOf(test), result: results[test.outcome()] ?? 'did not run' })),
      )
  }

  printsToStdio(): boolean {
    return false
  }
}

/** Without the root, the project and the file. */
const titlesOf = (test: TestCase) => test.titlePath().slice(3)
