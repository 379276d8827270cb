import type { FastifyInstance } from 'fastify'
import { ApiError } from '../errors.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether the route only says which other methods its path has. */
    isOtherMethod?: true
  }
}

/**
 * Notes every path that is registered from now on. What it returns answers the methods that these paths lack: 405, or for OPTIONS 204,
 * both with `Allow` (RFC 9110 sections 9.3.7 and 15.5.6). Each scope calls it after its routes, so that its guard comes first.
 */
export function otherMethods(app: FastifyInstance) {
  const methodsOf = new Map<string, Set<string>>()
  app.addHook('onRoute', ({ url, method }) => {
    const methods = methodsOf.get(url) ?? new Set()
    methodsOf.set(url, methods)
    for (const each of [method].flat()) methods.add(each)
  })

  return (scope: FastifyInstance, isOfScope: (url: string) => boolean): void => {
    for (const [url, methods] of [...methodsOf].filter(([url]) => isOfScope(url))) {
      const allow = [...methods, 'OPTIONS'].join(', ')
      scope.route({
        method: scope.supportedMethods.filter(each => !methods.has(each)),
        url,
        config: { isOtherMethod: true },
        // Not in the handler: a body that nothing reads would be parsed first, and its type refused.
        onRequest(request, reply, done) {
          reply.header('allow', allow)
          if (request.method === 'OPTIONS') return void reply.code(204).send()
          done(new ApiError('method_not_allowed'))
        },
        handler() {},
      })
    }
  }
}
