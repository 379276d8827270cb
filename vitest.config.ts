import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: ['apps/*/vitest.config.ts', 'packages/*/vitest.config.ts', 'tools/vitest.config.ts'],
    // By default it leaves a core free; but the longest tests mostly wait, for servers that they start, freeze and kill.
    maxWorkers: availableParallelism() + 1,
  },
})
