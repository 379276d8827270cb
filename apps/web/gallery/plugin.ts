import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Plugin } from 'vite'
import { framePath, galleryPath } from './paths.ts'

const files = new Map([
  [galleryPath, 'index.html'],
  [framePath, 'frame.html'],
])

/** Serves the gallery of the brand while you develop. It is part of no build, so no server of people can have it. */
export function gallery(): Plugin {
  return {
    name: 'latchkey:gallery',
    apply: 'serve',
    configureServer(server) {
      server.middlewares.use(async ({ url = '/' }, response, next) => {
        const file = files.get(new URL(url, 'http://localhost').pathname)
        if (!file) return next()
        const html = await readFile(path.join(import.meta.dirname, file), 'utf8')
        response.setHeader('Content-Type', 'text/html; charset=utf-8')
        response.end(await server.transformIndexHtml(url, html))
      })
    },
  }
}
