import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    name: 'contracts',
    // No module here keeps state, so files may share a process. Importing everything again would take half of the time.
    isolate: false,
    testTimeout: 120_000,
    include: ['src/**/*.test.ts'],
    setupFiles: ['../../tools/fail-on-console.ts'],
  },
})
