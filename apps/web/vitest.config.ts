import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { vitestPatience } from '../../tools/testing/patience.ts'
import { strengthWords } from './strength-words.ts'

export default defineConfig({
  plugins: [react(), strengthWords()],
  test: {
    name: 'web',
    environment: 'jsdom',
    environmentOptions: { jsdom: { url: 'http://localhost:4000' } },
    ...vitestPatience,
    include: ['{src,gallery}/**/*.test.tsx'],
    setupFiles: ['../../tools/fail-on-console.ts', 'testing/setup.ts'],
  },
})
