import { defineConfig } from 'vitest/config'
import { vitestPatience } from '../../tools/testing/patience.ts'

export default defineConfig({
  test: {
    name: 'openapi-client',
    include: ['*.test.ts'],
    ...vitestPatience,
    globalSetup: '../database/testing/global-setup.ts',
  },
})
