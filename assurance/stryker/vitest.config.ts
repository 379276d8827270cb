import path from 'node:path'
import { configDefaults, mergeConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import api from '../../apps/api/vitest.config.ts'

// A surviving mutant runs through all tests. So tests that start processes, wait in real time or test other parts are left out; a run
// would take days with them.
const slowOrElsewhere = [
  'src/*.test.ts',
  'src/auth/{admin,audit-log,limits,notices}/**',
  'src/platform/{jobs,mail}/**',
  'src/platform/http/reports/**',
  'src/product/**',
  'src/**/{races,replicas,ten-thousand,thief}.test.ts',
]

/** Runs first the tests that noticed another mutant, then the quick ones. */
class LikelyFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const cost = (file: TestSpecification) => {
      const before = this.ctx.cache.getTestSpecificationResult(file)
      return before?.failed ? -1 : (before?.duration ?? 0)
    }
    return files.toSorted((a, b) => cost(a) - cost(b))
  }
}

export default mergeConfig(api, {
  test: {
    root: path.resolve(import.meta.dirname, '../../apps/api'),
    exclude: [...configDefaults.exclude, ...slowOrElsewhere],
    sequence: { sequencer: LikelyFirst },
    // A request without an answer fails its test instead of hanging the process.
    testTimeout: 20_000,
  },
})
