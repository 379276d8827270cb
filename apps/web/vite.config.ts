import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { constants } from 'node:zlib'
import tailwind from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { compression, defineAlgorithm } from 'vite-plugin-compression2'
import { brandPage } from './brand-page.ts'
import { buildTarget } from './browsers.ts'
import { gallery } from './gallery/plugin.ts'
import { minifyAgain } from './minify-again.ts'
import { preloadLinks } from './preload-links.ts'
import { prerenderLogin } from './prerender-login.ts'
import { strengthWords } from './strength-words.ts'
import { withoutSummaries } from './without-summaries.ts'

// The same .env as the API's, read in the same way. Nothing of it enters the bundle, because envDir is off.
const environmentFile = resolve(import.meta.dirname, '../../.env')

if (existsSync(environmentFile)) process.loadEnvFile(environmentFile)
const { PORT, APP_URL } = process.env
const port = Number(PORT || 4000)
const appUrl = APP_URL || `http://localhost:${port}`

// What only some pages of visitors share, by the names of its files: pages of mailed links, and forms with a new password.
const ofLinks = 'mailed-|send-again|dead-link'
const ofNewPassword = 'new-password|strength-hint'

export default defineConfig({
  envDir: false,
  plugins: [
    react(),
    // The build minifies the styles itself. Twice would repeat prefixes.
    tailwind({ optimize: false }),
    brandPage(),
    gallery(),
    strengthWords(),
    withoutSummaries(),
    preloadLinks(),
    minifyAgain(),
    prerenderLogin(),
    // Writes a .br and a .gz beside each text file, at the best quality, so that no request has to compress.
    compression({
      include: /\.(js|css|html|svg|txt|webmanifest)$/,
      algorithms: [
        defineAlgorithm('brotliCompress', {
          params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGBLOCK]: 24 },
        }),
        'gzip',
      ],
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
  // `light-dark()` of Lightning CSS. No style uses it, and its helpers would stand wherever `color-scheme` does.
  css: { lightningcss: { exclude: 1 << 20 } },
  build: {
    target: buildTarget,
    // The content security policy allows neither data: URIs nor anything inline.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
    sourcemap: false,
    rolldownOptions: {
      // Calling these functions or reading a property has no side effects, so unused code can go.
      treeshake: { manualPureFunctions: ['endpoint', 'z'], propertyReadSideEffects: false },
      output: {
        // Seven characters of the hash in place of eight: the first page names every other file, and a hash cannot be compressed.
        chunkFileNames: 'assets/[name]-[hash:7].js',
        codeSplitting: {
          // What every page needs is one file, because one file compresses better.
          groups: [
            { name: 'start', tags: ['$initial'], priority: 4 },
            // The buttons of the sign-in page are elsewhere too.
            {
              name: 'providers',
              test: /auth[\\/](sign-in-with|identities[\\/](provider-|use-going|attempt))/,
              priority: 4,
            },
            // Visitors do without what only the pages of an account share.
            {
              name: 'shared',
              test: new RegExp(
                String.raw`[\\/]src[\\/](?!words[\\/]|product[\\/]|auth[\\/](account[\\/](?!queries)|activity|confirmation|devices|export|factors(?![\\/]query)|identities|sign-in-with|recovery|roles|session|sign-up)|platform[\\/]ui[\\/].*(badge|dialog|toast|select)|.*(${ofLinks}|${ofNewPassword}))|react-query(?!.*[iI]nfinite)`,
              ),
              minShareCount: 2,
              priority: 3,
            },
            {
              name: 'signed-in',
              test: new RegExp(
                String.raw`[\\/]src[\\/](?!words[\\/]|product[\\/]words[\\/]|auth[\\/](sign-up|sign-in-with|identities|activity|devices[\\/](device-facts|ended)|recovery|factors[\\/](?!quer))|platform[\\/]ui[\\/]badge|.*(${ofLinks}|${ofNewPassword}))`,
              ),
              minShareCount: 2,
              priority: 2,
            },
            // What only some pages share. Last, because a group takes what its modules import.
            {
              name: 'links',
              test: new RegExp(String.raw`auth[\\/]recovery|${ofLinks}`),
              minShareCount: 2,
              priority: 1,
            },
            { name: 'new-password', test: new RegExp(ofNewPassword), minShareCount: 2, priority: 1 },
            {
              name: 'device-facts',
              test: /[\\/]auth[\\/]devices[\\/](device-facts|ended)|ui[\\/]badge/,
              minShareCount: 2,
              priority: 1,
            },
            { name: 'activity', test: /[\\/]auth[\\/]activity/, minShareCount: 2, priority: 1 },
            { name: 'long-lists', test: /[iI]nfiniteQuery/, minShareCount: 2, priority: 1 },
            { name: 'identities', test: /auth[\\/]identities/, minShareCount: 2, priority: 1 },
            { name: 'factors', test: /[\\/]auth[\\/]factors[\\/]/, minShareCount: 2, priority: 1 },
          ],
        },
      },
    },
  },
})
