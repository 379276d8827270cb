import path from 'node:path'
import { brand } from '@latchkey/contracts/brand'
import { type Plugin, type Rolldown, runnerImport } from 'vite'

const entry = path.join(import.meta.dirname, 'src/prerender.tsx')

/**
 * Writes the sign-in page as HTML in each language, made of its own components, so that it is seen before its script has loaded. The
 * server chooses the language. The script then puts the same page in its place, with all that was typed.
 */
export function prerenderLogin(): Plugin {
  return {
    name: 'latchkey:prerender-login',
    apply: 'build',
    enforce: 'post',
    async generateBundle(_options, bundle) {
      const index = bundle['index.html']
      if (index?.type !== 'asset') throw new Error('The build wrote no index.html')
      const { module } = await runnerImport<typeof import('./src/prerender.tsx')>(entry)
      for (const { name, language, direction, title, html } of module.logins) {
        const source = String(index.source)
          .replace('<html lang="en">', `<html lang="${language}" data-language="${language}" dir="${direction}">`)
          .replace(/<title>.*<\/title>/, `<title>${title} · ${brand.name}</title>`)
          .replace(
            '</head>',
            `  <link rel="modulepreload" crossorigin href="/${wordsFile(bundle, language)}">\n  </head>`,
          )
          .replace('<div id="app"></div>', () => `<div id="app" data-prerendered data-signed-out>${html}</div>`)
        this.emitFile({ type: 'asset', fileName: `prerendered/${name}.html`, source })
      }
    },
  }
}

/** The page starts when it has its words, so they load beside the script. */
function wordsFile(bundle: Rolldown.OutputBundle, language: string): string {
  const chunk = Object.values(bundle).find(
    each => each.type === 'chunk' && each.facadeModuleId?.endsWith(`/src/words/${language}/web.ts`),
  )
  if (!chunk) throw new Error(`The build has no words for ${language}`)
  return chunk.fileName
}
