import { defineConfig } from 'vitest/config'
import { vitestPatience } from '../tools/testing/patience.ts'

export default defineConfig({
  test: {
    name: 'deploy',
    isolate: false,
    include: ['**/*.test.ts'],
    setupFiles: ['../tools/fail-on-console.ts'],
    ...vitestPatience,
  },
})
