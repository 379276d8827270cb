import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    name: 'database',
    include: ['src/**/*.test.ts'],
    globalSetup: 'global-setup.ts',
    setupFiles: ['../../tools/fail-on-console.ts'],
    // Servers are made, killed and frozen here.
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
