import { configDefaults, defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    name: 'assurance',
    isolate: false,
    include: ['**/*.test.ts'],
    // A command of its own, which needs programs of Debian.
    exclude: [...configDefaults.exclude, 'second-postgres/**'],
    testTimeout: 240_000,
  },
})
