import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { strengthWords } from './strength-words.ts'

export default defineConfig({
  plugins: [react(), strengthWords()],
  test: {
    name: 'web',
    environment: 'jsdom',
    environmentOptions: { jsdom: { url: 'http://localhost:4000' } },
    testTimeout: 120_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 30_000 } },
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['../../tools/fail-on-console.ts', 'testing/setup.ts'],
  },
})
