import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    name: 'database',
    // No module here keeps state, so files may share a process. Importing everything again would take half of the time.
    isolate: false,
    include: ['src/**/*.test.ts'],
    globalSetup: 'global-setup.ts',
    setupFiles: ['../../tools/fail-on-console.ts'],
    // These tests start, kill and freeze servers.
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
