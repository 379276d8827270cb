import { defineConfig } from 'vitest/config'
import { vitestPatience } from '../tools/testing/patience.ts'

export default defineConfig({
  test: { name: 'assurance', isolate: false, include: ['**/*.test.ts'], ...vitestPatience },
})
