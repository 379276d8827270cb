import { defineConfig } from 'vitest/config'
import { vitestPatience } from '../../tools/testing/patience.ts'

export default defineConfig({
  test: {
    name: 'guard',
    ...vitestPatience,
    include: ['src/**/*.test.ts'],
    globalSetup: '../database/testing/global-setup.ts',
    setupFiles: ['../../tools/fail-on-console.ts'],
  },
})
