import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    name: 'contracts',
    testTimeout: 30_000,
    include: ['src/**/*.test.ts'],
    setupFiles: ['../../tools/fail-on-console.ts'],
  },
})
