import { mergeConfig } from 'vitest/config'
import pages from './vitest.config.ts'

/** Tests that render nothing leave nothing in the window, so their files may share one. A window of its own costs a file a second. */
export default mergeConfig(pages, {
  test: {
    name: 'web functions',
    isolate: false,
    include: ['{src,gallery}/**/*.test.ts'],
    exclude: ['**/*.test.tsx'],
  },
})
