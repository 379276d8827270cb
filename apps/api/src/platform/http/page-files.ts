import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { pages } from '@latchkey/contracts/pages'
import { type Language, languages } from '@latchkey/contracts/words/language'

/** A page as it is sent: as text, or compressed. It holds no secret that its length could tell. */
export interface PageFile {
  readonly html: string
  readonly brotli: Buffer
}

/** What a page is made for. */
export interface Visit {
  path: string
  language: Language
  /** Whether the person is to come back to another page. */
  returns: boolean
  hasSession: boolean
}

/** The pages of the built web app, or undefined if it is not built. */
export async function readPages(builtWebApp: string): Promise<((visit: Visit) => PageFile) | undefined> {
  const indexFile = path.join(builtWebApp, 'index.html')
  if (!existsSync(indexFile)) return undefined
  const index = asSent(await readFile(indexFile, 'utf8'))
  const prerendered = new Map<string, PageFile>()
  for (const language of languages)
    for (const returns of [false, true]) {
      const file = path.join(builtWebApp, `prerendered/login${returns ? '-return' : ''}.${language}.html`)
      if (!existsSync(file)) continue
      const html = await readFile(file, 'utf8')
      prerendered.set(keyOf({ path: pages.login, language, returns, hasSession: false }), asSent(html))
      // Only then does the page ask who is signed in. For all others the answer would be an error in the console.
      const asking = asSent(html.replace(' data-signed-out', ''))
      prerendered.set(keyOf({ path: pages.login, language, returns, hasSession: true }), asking)
    }
  return visit => prerendered.get(keyOf(visit)) ?? index
}

const keyOf = (visit: Visit) => [visit.path, visit.language, visit.returns, visit.hasSession].join()

/** Compresses the page when it is first asked for: all pages together would add 50 ms to each start. */
function asSent(html: string): PageFile {
  let compressed: Buffer | undefined
  return {
    html,
    get brotli() {
      compressed ??= brotliCompressSync(html)
      return compressed
    },
  }
}
