import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    name: 'tools',
    isolate: false,
    include: ['**/*.test.ts'],
    // They start programs such as git, which take several times as long on a busy machine.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
