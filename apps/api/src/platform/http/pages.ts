import path from 'node:path'
import fastifyStatic from '@fastify/static'
import { pages } from '@latchkey/contracts/pages'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { ApiError } from '../errors.ts'
import type { Settings } from '../settings/settings.ts'
import { readCookie } from './cookies.ts'
import { languageOf } from './language.ts'
import { type PageFile, readPages } from './page-files.ts'
import { setPageHeaders, usePageHeaders } from './page-headers.ts'
import { isApi } from './path.ts'

/** The file types of a web app. Other files in its folder, such as source maps or leftovers, are not served (ASVS 13.4.7). */
const servedFiles = /\.(html|js|css|svg|png|ico|txt|woff2|webmanifest)$/

const webDist = path.resolve(import.meta.dirname, '../../../../web/dist')

/** Serves the built web app, if there is one: its pages and its assets. An unknown page gets the app with 404. */
export async function servePages(app: FastifyInstance, settings: Settings, builtWebApp = webDist): Promise<void> {
  const pageFor = await readPages(builtWebApp)
  if (!pageFor) return void app.setNotFoundHandler(answerNotFound)
  const send = (request: FastifyRequest, reply: FastifyReply, path: string) =>
    sendPage(
      request,
      reply,
      pageFor({
        path,
        language: languageOf(request),
        returns: Object.hasOwn(request.query as object, 'return'),
        hasSession: readCookie(settings, request, 'session') !== undefined,
      }),
    )

  // In its own scope, so that no other answer runs helmet's hooks.
  await app.register(async scope => {
    await usePageHeaders(scope, settings)
    await serveFiles(scope, builtWebApp)
    // Also with a slash at the end, which some mail programs add to a link.
    for (const page of Object.values(pages))
      for (const url of new Set([page, page.replace(/\/?$/, '/')]))
        scope.route({ method: ['GET', 'HEAD'], url, handler: (request, reply) => send(request, reply, page) })
    scope.setNotFoundHandler((request, reply) =>
      wantsPage(request) ? send(request, reply.code(isChangedLink(request) ? 200 : 404), 'unknown') : answerNotFound(),
    )
  })
}

/** A weight of 0 means "not acceptable" (RFC 9110 section 12.5.3). */
const acceptsBrotli = /(?:^|[\s,])br(?![\w-])(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/i

/** Answers with a page, under the policy of pages. */
export function sendPage(request: FastifyRequest, reply: FastifyReply, { html, brotli }: PageFile): FastifyReply {
  setPageHeaders(reply)
    .header('cache-control', 'no-cache')
    .header('vary', 'accept-encoding, accept-language, cookie')
    .type('text/html; charset=utf-8')
  const isCompressed = acceptsBrotli.test(String(request.headers['accept-encoding'] ?? ''))
  return isCompressed ? reply.header('content-encoding', 'br').send(brotli) : reply.send(html)
}

/** Serves the existing files by name: no directory listing, no fallback, no hidden files. */
async function serveFiles(scope: FastifyInstance, builtWebApp: string): Promise<void> {
  await scope.register(fastifyStatic, {
    root: builtWebApp,
    wildcard: false,
    index: false,
    preCompressed: true,
    allowedPath: file => servedFiles.test(file),
    globIgnore: ['index.html', 'prerendered/**', '**/*.br', '**/*.gz', '.vite/**'],
    setHeaders(reply, file) {
      // Vite puts a hash of the content into the name of an asset, so a browser may keep it.
      const kept = file.includes(`${path.sep}assets${path.sep}`) ? 'public, max-age=31536000, immutable' : 'no-cache'
      setPageHeaders(reply).header('cache-control', kept)
    },
  })
}

const paths: readonly string[] = Object.values(pages)

/**
 * Whether a mail program encoded the # of a link to a page. The app restores it (`router.ts`), but a proxy may show a page of its own
 * in place of one with 404.
 */
function isChangedLink({ url }: FastifyRequest): boolean {
  const [page = '', fragment] = url.split(/\/?%(?:25)*23/)
  return fragment !== undefined && paths.includes(page)
}

function answerNotFound(): never {
  throw new ApiError('not_found')
}

const wantsPage = (request: FastifyRequest) =>
  ['GET', 'HEAD'].includes(request.method) && !isApi(request) && (request.headers.accept ?? '').includes('text/html')
