import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    name: 'contracts',
    // Nothing here is a singleton, so files may share a process: half of the time would go into importing the same again.
    isolate: false,
    testTimeout: 30_000,
    include: ['src/**/*.test.ts'],
    setupFiles: ['../../tools/fail-on-console.ts'],
  },
})
