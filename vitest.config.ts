import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: [
      'apps/*/vitest.config.ts',
      'apps/web/vitest.replaced.config.ts',
      'packages/*/vitest.config.ts',
      'tools/vitest.config.ts',
      'deploy/vitest.config.ts',
    ],
  },
})
