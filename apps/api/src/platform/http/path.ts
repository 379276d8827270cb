import type { FastifyRequest } from 'fastify'

/** The path of the matched route. Without a match, the decoded path of the request. */
function pathOf(request: FastifyRequest): string {
  const { url } = request.routeOptions
  return url !== undefined && url !== '/api/restricted/*' ? url : decoded(request.url)
}

/** Whether this is an API call, for every spelling of its path. */
export function isApi(request: FastifyRequest): boolean {
  const path = pathOf(request)
  return path === '/api' || path.startsWith('/api/')
}

/** Whether the guard is in front of the routes of this path. */
export const isRestricted = (path: string): boolean => path.startsWith('/api/restricted/')

/** Whether this is a health check. */
export const isHealth = (request: FastifyRequest): boolean => pathOf(request).startsWith('/api/health/')

/** Path and query of the request, also if its target is absolute (RFC 9112, 3.2.2) or starts with two slashes. */
export function targetOf(request: FastifyRequest): string {
  const base = 'http://here'
  const { pathname, search } = new URL(URL.canParse(request.url, base) ? request.url : '/', base)
  return pathname + search
}

function decoded(url: string): string {
  try {
    return decodeURIComponent(new URL(url, 'http://here').pathname)
  } catch {
    return url
  }
}
