import type { FastifyRequest } from 'fastify'
import { ApiError } from './errors.ts'
import { isLoopback, wasForwarded } from './http/proxies.ts'
import type { Settings } from './settings/settings.ts'

/**
 * Whether this server may have pages for developers. Never in production, and never at an https address: that means a server with real
 * users that was started without NODE_ENV=production.
 */
export const isForDevelopers = ({ production, appUrl }: Pick<Settings, 'production' | 'appUrl'>): boolean =>
  !production && appUrl.protocol !== 'https:'

/**
 * Answers only this machine.
 * @throws {ApiError} not_found for every other request
 */
export function requireThisMachine({ appUrl }: Pick<Settings, 'appUrl'>, { headers, socket }: FastifyRequest): void {
  // Checks Host too. Otherwise a page whose domain points to this machine can read it in the developer's browser (DNS rebinding).
  // A tunnel connects from this machine and may write our name into Host, but it leaves headers of its own.
  const isFromHere = isLoopback(socket.remoteAddress) && headers.host === appUrl.host && !wasForwarded(headers)
  if (!isFromHere) throw new ApiError('not_found')
}
