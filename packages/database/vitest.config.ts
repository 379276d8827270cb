import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    name: 'database',
    // No module here keeps state, so files may share a process. Importing everything again would take half of the time.
    isolate: false,
    include: ['src/**/*.test.ts'],
    globalSetup: 'global-setup.ts',
    setupFiles: ['../../tools/fail-on-console.ts'],
    // These tests start, kill and freeze servers. On a busy machine everything takes several times as long.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    expect: { poll: { timeout: 60_000 } },
  },
})
