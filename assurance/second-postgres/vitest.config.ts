import path from 'node:path'
import { defineConfig } from 'vitest/config'

// One file after another: each starts servers, and the machine may be busy.
export default defineConfig({
  test: {
    name: 'second Postgres',
    root: import.meta.dirname,
    include: ['*.test.ts'],
    fileParallelism: false,
    reporters: ['verbose'],
    testTimeout: 600_000,
    hookTimeout: 600_000,
    setupFiles: [path.resolve(import.meta.dirname, '../../tools/fail-on-console.ts')],
  },
})
