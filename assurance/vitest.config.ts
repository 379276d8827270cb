import { configDefaults, defineConfig } from 'vitest/config'
import { vitestPatience } from '../tools/testing/patience.ts'

export default defineConfig({
  test: {
    name: 'assurance',
    isolate: false,
    include: ['**/*.test.ts'],
    // A command of its own, which needs programs of Debian.
    exclude: [...configDefaults.exclude, 'second-postgres/**'],
    ...vitestPatience,
  },
})
