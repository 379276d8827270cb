import { defineConfig } from 'vitest/config'
import { vitestPatience } from '../../tools/testing/patience.ts'

export default defineConfig({
  test: {
    name: 'database',
    // No module here keeps state, so files may share a process. Importing everything again would take half of the time.
    isolate: false,
    include: ['src/**/*.test.ts'],
    globalSetup: 'testing/global-setup.ts',
    setupFiles: ['../../tools/fail-on-console.ts'],
    ...vitestPatience,
  },
})
