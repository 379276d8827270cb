import { compile } from '@fastify/proxy-addr'
import type { FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import { plainAddress } from '../client.ts'
import { isHealth } from './path.ts'
import { trustedProxies } from './proxies.ts'

/** Strangers who reach the port can cause warnings too. */
const mostAddresses = 20

const isPrivate = compile(['loopback', 'linklocal', 'uniquelocal'])

interface Warning {
  readonly setting: 'TRUST_PROXY' | 'X-Forwarded-Proto' | 'X-Forwarded-For' | 'Origin'
  /** The address that the warning is about. */
  readonly from: string
  readonly message: string
}

/**
 * Warns of a proxy that is set up wrong, once for each address: what was seen, and what to write. Otherwise a page that redirects without
 * end, or people who share one limit, are all that shows it. In production only, where TRUST_PROXY is required.
 */
export function proxyWarnings({ settings, log }: Pick<Deps, 'settings' | 'log'>): (request: FastifyRequest) => void {
  const trusts = trustedProxies(settings.trustProxy)
  if (!settings.production || !trusts) return () => {}
  const told = new Map<string, Set<string>>()

  return request => {
    if (isUsual(request)) return
    const { remoteAddress = '' } = request.socket
    const found = trusts(remoteAddress, 0)
      ? problemOfProxy(request, remoteAddress, trusts)
      : problemOfStranger(request, remoteAddress)
    if (!found || isHealth(request)) return
    const { setting, from, message } = found
    const addresses = told.get(setting) ?? new Set()
    if (addresses.has(from) || addresses.size >= mostAddresses) return
    told.set(setting, addresses.add(from))
    log.warn({ event: 'proxy_misconfigured', setting, from }, message)
  }
}

/** A quick look, which most requests pass: a trusted proxy said https, and named one client. */
function isUsual(request: FastifyRequest): boolean {
  const forwardedFor = request.headers['x-forwarded-for']
  return (
    forwardedFor !== undefined && !forwardedFor.includes(',') && request.protocol === 'https' && !lacksOrigin(request)
  )
}

/** Whether this looks like a browser's request that changes something, but for the header that each browser sends with it. */
const lacksOrigin = ({ method, headers }: FastifyRequest): boolean =>
  method !== 'GET' &&
  headers.origin === undefined &&
  headers['sec-fetch-site'] === undefined &&
  headers.authorization === undefined &&
  /^Mozilla\//.test(headers['user-agent'] ?? '') &&
  !['HEAD', 'OPTIONS'].includes(method)

/** What is wrong with a request from a trusted proxy. */
function problemOfProxy(
  request: FastifyRequest,
  from: string,
  trusts: (address: string, hop: number) => boolean,
): Warning | undefined {
  const { headers } = request
  const scheme = lastOf(headers['x-forwarded-proto'])
  if (scheme === undefined)
    return {
      setting: 'X-Forwarded-Proto',
      from,
      message: `X-Forwarded-Proto: the proxy at ${from} does not send it, so its requests count as http and pages redirect endlessly. Let it send X-Forwarded-Proto: https. Forwarded does not count.`,
    }
  if (scheme.toLowerCase() !== 'https')
    return {
      setting: 'X-Forwarded-Proto',
      from,
      message: `X-Forwarded-Proto: the proxy at ${from} says ${plain(scheme)}. Where a browser already uses https, its page redirects endlessly. Let the proxy send the scheme that the browser used, and redirect http itself.`,
    }
  const forwardedFor = headers['x-forwarded-for']
  if (forwardedFor === undefined)
    return {
      setting: 'X-Forwarded-For',
      from,
      message: `X-Forwarded-For: the proxy at ${from} does not send it, so all people share its address and its limits. Let it send X-Forwarded-For with the address of the client. Forwarded and X-Real-IP do not count.`,
    }
  if (lacksOrigin(request))
    return {
      setting: 'Origin',
      from,
      message: `Origin: a browser's request through the proxy at ${from} has neither Origin nor Sec-Fetch-Site, so it is refused as cross_origin. If the proxy removes them, let it pass both on.`,
    }
  return forwardedFor.includes(',') ? problemOfChain(String(forwardedFor), trusts) : undefined
}

/** A private address that passed on another one is most likely a proxy of the operator too. */
function problemOfChain(forwardedFor: string, trusts: (address: string, hop: number) => boolean): Warning | undefined {
  const addresses = forwardedFor.split(',').map(each => plainAddress(each.trim()))
  const client = addresses.findLastIndex(address => !isMatch(trusts, address))
  const from = addresses[client]
  if (client < 1 || from === undefined || !isMatch(isPrivate, from)) return undefined
  return {
    setting: 'TRUST_PROXY',
    from,
    message: `TRUST_PROXY: it does not contain ${from}, which passed requests on for others. So all of them share its address and its limits. If it is a proxy of yours, write its address too.`,
  }
}

/** What is wrong with a request over http from an address that TRUST_PROXY does not contain. */
function problemOfStranger({ headers }: FastifyRequest, from: string): Warning {
  const scheme = lastOf(headers['x-forwarded-proto'])
  const seen = scheme === undefined ? 'without X-Forwarded-Proto' : `with X-Forwarded-Proto: ${plain(scheme)}`
  return {
    setting: 'TRUST_PROXY',
    from,
    message: `TRUST_PROXY: it does not contain ${from}, which sent a request over http, ${seen}. If it is your proxy, write its address. If not, let only your proxy reach HOST and PORT.`,
  }
}

/** The nearest proxy writes last. Fastify reads the same one. */
const lastOf = (header: string | string[] | undefined): string | undefined =>
  header === undefined ? undefined : String(header).split(',').at(-1)?.trim()

/** A stranger may have written it. */
const plain = (scheme: string): string => (/^[a-z]{1,10}$/i.test(scheme) ? scheme : 'something else')

/** `proxy-addr` throws for what is no address. */
function isMatch(matches: (address: string, hop: number) => boolean, address: string): boolean {
  try {
    return matches(address, 0)
  } catch {
    return false
  }
}
