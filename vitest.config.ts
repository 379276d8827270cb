import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: ['apps/*/vitest.config.ts', 'packages/*/vitest.config.ts', 'tools/vitest.config.ts'],
    // One core less is the default; but the longest tests mostly wait, for servers that they start and kill.
    maxWorkers: '100%',
  },
})
