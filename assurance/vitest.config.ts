import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: { name: 'assurance', isolate: false, include: ['**/*.test.ts'], testTimeout: 240_000 },
})
