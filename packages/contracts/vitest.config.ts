import { defineConfig } from 'vitest/config'
import { vitestPatience } from '../../tools/testing/patience.ts'

export default defineConfig({
  test: {
    name: 'contracts',
    // No module here keeps state, so files may share a process. Importing everything again would take half of the time.
    isolate: false,
    ...vitestPatience,
    include: ['src/**/*.test.ts'],
    setupFiles: ['../../tools/fail-on-console.ts'],
  },
})
