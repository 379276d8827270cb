import { defineConfig } from 'vitest/config'
import { vitestPatience } from './testing/patience.ts'

export default defineConfig({
  test: {
    name: 'tools',
    isolate: false,
    include: ['**/*.test.ts'],
    ...vitestPatience,
  },
})
