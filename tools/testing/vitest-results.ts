import type { Reporter, TestCase, TestModule } from 'vitest/node'
import { keepResults, type Result } from '../../assurance/evidence/results.ts'

const results: Record<string, Result> = { passed: 'passed', failed: 'failed' }

/** Keeps what became of each test, for the documents that name it as evidence. */
export default class VitestResults implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    for (const module of modules)
      keepResults(
        module.moduleId,
        [...module.children.allTests()].map(test => ({
          titles: titlesOf(test),
          result: results[test.result().state] ?? 'did not run',
        })),
      )
  }
}

function titlesOf(test: TestCase): string[] {
  const titles = [test.name]
  for (let { parent } = test; parent.type === 'suite'; { parent } = parent) titles.unshift(parent.name)
  return titles
}
