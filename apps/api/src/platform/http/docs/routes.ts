import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress } from 'node:zlib'
import { brand } from '@latchkey/contracts/brand'
import { brandStyles } from '@latchkey/contracts/brand/style-sheet'
import { openApiDocument } from '@latchkey/contracts/openapi'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../../deps.ts'
import type { PageFile } from '../page-files.ts'
import { setPageHeaders, usePageHeaders } from '../page-headers.ts'
import { sendPage } from '../pages.ts'
import { docsPage } from './page.ts'

const compress = promisify(brotliCompress)

/** Where the documentation is. The contract does not describe it: these are no calls of the API. */
export const docsPaths = { page: '/api/docs', styles: '/api/docs/styles.css', document: '/api/openapi.json' } as const

interface Documentation extends PageFile {
  readonly styles: string
  readonly document: string
}

async function makeDocumentation(origin: string): Promise<Documentation> {
  const written = openApiDocument()
  const html = docsPage(written, { origin, paths: docsPaths })
  const ownStyles = await readFile(path.join(import.meta.dirname, 'styles.css'), 'utf8')
  return {
    html,
    brotli: await compress(html),
    styles: `${brandStyles(brand)}\n${ownStyles}`,
    document: JSON.stringify(written),
  }
}

/**
 * Registers the documentation of the API, for people and for generators of clients. In production it exists only if API_DOCS says so: a
 * product's calls are not public unless its operator wants that (ASVS 13.4.5).
 */
export function publicRoutes(app: FastifyInstance, { settings }: Deps): void {
  if (!settings.apiDocs) return
  // Made when it is first asked for, so that no start of a server waits for it.
  let made: Promise<Documentation> | undefined
  const documentation = () => {
    made ??= makeDocumentation(settings.appUrl.origin)
    return made
  }
  const method = ['GET', 'HEAD']
  app.register(async scope => {
    await usePageHeaders(scope, settings)
    scope.route({
      method,
      url: docsPaths.page,
      handler: async (request, reply) => sendPage(request, reply, await documentation()),
    })
    scope.route({
      method,
      url: docsPaths.styles,
      handler: async (_request, reply) => {
        const { styles } = await documentation()
        return setPageHeaders(reply).header('cache-control', 'no-cache').type('text/css; charset=utf-8').send(styles)
      },
    })
  })
  app.route({
    method,
    url: docsPaths.document,
    handler: async (_request, reply) => {
      const { document } = await documentation()
      return reply.header('cache-control', 'no-cache').type('application/json; charset=utf-8').send(document)
    },
  })
}
