import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    name: 'api',
    // Nothing here is a singleton, so files may share a process: half of the time would go into importing the same again.
    isolate: false,
    // Some start real servers, one after the other. On a busy machine everything takes several times as long.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    expect: { poll: { timeout: 60_000 } },
    include: ['{src,tests,testing}/**/*.test.ts'],
    globalSetup: 'testing/global-setup.ts',
    setupFiles: ['../../tools/fail-on-console.ts'],
  },
})
