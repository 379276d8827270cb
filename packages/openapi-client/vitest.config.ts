import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: { name: 'openapi-client', include: ['*.test.ts'], testTimeout: 240_000 },
})
