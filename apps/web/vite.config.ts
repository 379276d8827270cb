import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { constants } from 'node:zlib'
import tailwind from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { compression, defineAlgorithm } from 'vite-plugin-compression2'
import { brandPage } from './brand-page.ts'
import { dropSummaries } from './drop-summaries.ts'
import { minifyAgain } from './minify-again.ts'

// The one .env that the API reads, and as it does; nothing of it enters the bundle, since envDir is off.
const environmentFile = resolve(import.meta.dirname, '../../.env')

if (existsSync(environmentFile)) process.loadEnvFile(environmentFile)
const { PORT, APP_URL } = process.env
const port = Number(PORT || 4000)
const appUrl = APP_URL || `http://localhost:${port}`

/** The best quality; and blocks of 1 MiB, which a file of 390 kB compresses best with. */
const brotliParams = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGBLOCK]: 20 }

export default defineConfig({
  envDir: false,
  plugins: [
    react(),
    tailwind(),
    brandPage(),
    dropSummaries(),
    minifyAgain(),
    // A .br and a .gz beside each text file, at the best quality, so that no request pays for it.
    compression({
      include: /\.(js|css|html|svg|txt)$/,
      algorithms: [defineAlgorithm('brotliCompress', { params: brotliParams }), 'gzip'],
      logLevel: 'silent',
    }),
  ],
  server: {
    host: 'localhost',
    port,
    strictPort: true,
    allowedHosts: [new URL(appUrl).hostname],
    // Host and Origin arrive as the browser sent them: the API compares them with APP_URL.
    proxy: { '/api': { target: `http://127.0.0.1:${port + 1}`, changeOrigin: false } },
  },
  // React has had this by itself since its version 18; two of our libraries still bring a stand-in along.
  resolve: { alias: [{ find: /^use-sync-external-store\/shim(\/index\.js)?$/, replacement: 'react' }] },
  build: {
    // The page's policy allows neither data: URIs nor anything inline.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
    sourcemap: false,
    rolldownOptions: {
      // Describing a call or reading a property does nothing: what no page uses can go.
      treeshake: { manualPureFunctions: ['endpoint', 'z'], propertyReadSideEffects: false },
      output: {
        codeSplitting: {
          // What every page needs is one file, since each file is compressed by itself; and the dialog is a tenth of the app.
          groups: [
            { name: 'start', tags: ['$initial'], priority: 2 },
            { name: 'dialog', test: /@base-ui|ui.(confirm-dialog|dialog-frame)/, priority: 1 },
            { name: 'shared', test: /[\\/]src[\\/]|react-query/, minShareCount: 2 },
          ],
        },
      },
    },
  },
})
