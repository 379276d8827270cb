import { fileURLToPath } from 'node:url'
import tailwind from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig, loadEnv } from 'vite'
import { precompress } from './precompress.ts'

const repository = fileURLToPath(new URL('../..', import.meta.url))

export default defineConfig(({ mode }) => {
  // The same .env that the API reads; nothing of it enters the bundle, since envDir is off.
  const settings = loadEnv(mode, repository, '')
  const port = Number(settings.PORT || 4000)
  const appUrl = settings.APP_URL || `http://localhost:${port}`
  return {
    envDir: false,
    plugins: [react(), tailwind(), precompress()],
    server: {
      host: 'localhost',
      port,
      strictPort: true,
      allowedHosts: [new URL(appUrl).hostname],
      // Host and Origin arrive as the browser sent them: the API compares them with APP_URL.
      proxy: { '/api': { target: `http://127.0.0.1:${port + 1}`, changeOrigin: false } },
    },
    build: {
      // The page's policy allows neither data: URIs nor anything inline.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      manifest: true,
      sourcemap: false,
    },
  }
})
