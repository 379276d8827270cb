import { configDefaults, mergeConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import api from '../../apps/api/vitest.config.ts'

// Each mutant that survives has been through all tests: what starts processes, waits in real time, or is about something else,
// would make days of it.
const slowOrElsewhere = [
  'src/*.test.ts',
  'src/{audit-chain,limits,mail,mailbox,notices,operator,outbox,reports,testing}/**',
  'src/**/{races,replicas,ten-thousand,thief}.test.ts',
]

/** Whatever noticed the mutant before may notice this one, and what is quick costs little. */
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
    root: 'apps/api',
    exclude: [...configDefaults.exclude, ...slowOrElsewhere],
    sequence: { sequencer: LikelyFirst },
    // A request that is never answered ends here, and not with its process.
    testTimeout: 20_000,
  },
})
