import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    name: 'database',
    // Nothing here is a singleton, so files may share a process: half of the time would go into importing the same again.
    isolate: false,
    include: ['src/**/*.test.ts'],
    globalSetup: 'global-setup.ts',
    setupFiles: ['../../tools/fail-on-console.ts'],
    // Servers are made, killed and frozen here.
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
