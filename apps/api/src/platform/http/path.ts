import type { FastifyRequest } from 'fastify'

/** The path as the router understood it; of one that leads nowhere, what it says once decoded. */
function pathOf(request: FastifyRequest): string {
  const { url } = request.routeOptions
  return url !== undefined && url !== '/api/restricted/*' ? url : decoded(request.url)
}

/** Whether this is a call of the API, however its path is spelled. */
export function isApi(request: FastifyRequest): boolean {
  const path = pathOf(request)
  return path === '/api' || path.startsWith('/api/')
}

/** Whether this asks how the server is. */
export const isHealth = (request: FastifyRequest): boolean => pathOf(request).startsWith('/api/health/')

/** Path and query of whatever form the request's target has: absolute (RFC 9112, 3.2.2), or beginning with two slashes. */
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
