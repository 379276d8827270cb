import path from 'node:path'
import { configDefaults, mergeConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import api from '../../apps/api/vitest.config.ts'

// A mutant that survives has been through all tests. Those that start processes, wait in real time or are about something else would
// make days of it.
const slowOrElsewhere = [
  'src/*.test.ts',
  'src/auth/{admin,audit-log,limits,notices}/**',
  'src/platform/{jobs,mail}/**',
  'src/platform/http/reports/**',
  'src/product/**',
  'src/**/{races,replicas,ten-thousand,thief}.test.ts',
]

/** A test that noticed another mutant may notice this one too. Quick tests come next. */
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
    // A request that is never answered ends its test, and not the whole process.
    testTimeout: 20_000,
  },
})
