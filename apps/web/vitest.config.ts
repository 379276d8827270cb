import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { vitestPatience } from '../../tools/testing/patience.ts'
import { strengthWords } from './strength-words.ts'

/** Tests that replace a module. What loads it keeps the replacement, so their files need a process of their own. */
export const replacingModules = globSync('{src,gallery}/**/*.test.{ts,tsx}', { cwd: import.meta.dirname }).filter(
  file => /\bvi\.(?:mock|doMock|resetModules)\(/.test(readFileSync(path.join(import.meta.dirname, file), 'utf8')),
)

export default defineConfig({
  plugins: [react(), strengthWords()],
  test: {
    name: 'web',
    environment: 'jsdom',
    environmentOptions: { jsdom: { url: 'http://localhost:4000' } },
    // No module of the app keeps state, so files may share a window. A window and modules of its own cost a file most of its time.
    isolate: false,
    ...vitestPatience,
    include: ['{src,gallery}/**/*.test.{ts,tsx}'],
    exclude: replacingModules,
    setupFiles: ['../../tools/fail-on-console.ts', 'testing/setup.ts'],
  },
})
