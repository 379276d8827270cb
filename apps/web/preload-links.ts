import type { Plugin } from 'vite'

/**
 * In place of Vite's own, which is a kilobyte that every page loads: it also waits for styles, and takes care of older browsers. Here
 * all styles are one file, which every page has already, and a browser that does not know `modulepreload` loads the files when they are imported.
 */
const helper = `
const linked = new Set()
export const __vitePreload = (load, files = []) => {
  for (const file of files) {
    if (linked.has(file) || file.endsWith('.css')) continue
    linked.add(file)
    const link = document.createElement('link')
    link.rel = 'modulepreload'
    link.crossOrigin = ''
    link.href = '/' + file
    document.head.append(link)
  }
  return load()
}
`

/** Lets a page that loads later ask for all its files at once, and not one after another. */
export function preloadLinks(): Plugin {
  return {
    name: 'latchkey:preload-links',
    apply: 'build',
    transform: { order: 'post', filter: { id: /\0vite\/preload-helper/ }, handler: () => helper },
  }
}
