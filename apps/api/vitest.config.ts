import { defineConfig } from 'vitest/config'
import { vitestPatience } from '../../tools/testing/patience.ts'

export default defineConfig({
  test: {
    name: 'api',
    // Nothing here is a singleton, so files may share a process: half of the time would go into importing the same again.
    isolate: false,
    ...vitestPatience,
    include: ['{src,tests,testing}/**/*.test.ts'],
    globalSetup: '../../packages/database/testing/global-setup.ts',
    setupFiles: ['../../tools/fail-on-console.ts'],
  },
})
