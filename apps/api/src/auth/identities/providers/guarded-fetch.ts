import dns from 'node:dns'
import { once } from 'node:events'
import http, { type IncomingMessage } from 'node:http'
import https from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { userAgent } from '@latchkey/contracts/technical'
import { ProviderError } from './provider.ts'
import { isPublicAddress } from './public-address.ts'

/** How long an answer may take as a whole, with the connection and the last byte. */
const answerWithinMs = 5_000
/** Metadata and keys have a few kilobytes, those of large providers up to 30. */
const mostBytes = 256 * 1024

interface FetchOptions {
  readonly method: string
  readonly headers: Record<string, string>
  /** Sent as text. */
  readonly body?: unknown
}

/** The only way to a provider. It throws `ProviderError` where there is no whole answer. */
export type GuardedFetch = (url: string, options: FetchOptions) => Promise<Response>

interface Given {
  /** Whether private addresses and http are allowed: for development, and for providers in a network of your own. */
  readonly allowsPrivate: boolean
  readonly withinMs?: number
  /** How names become addresses. */
  readonly resolve?: typeof dns.lookup
}

/**
 * Fetches from providers: by https alone, within a time and a size, without following redirects, and from public addresses alone
 * (CWE-918, OWASP ASVS 13.2.4). The address is checked as the connection is made, so a name that has since become a private
 * address leads nowhere (DNS rebinding). Each answer has a connection of its own: a kept one may be closed just as it is used.
 */
export function openGuardedFetch({
  allowsPrivate,
  withinMs = answerWithinMs,
  resolve = dns.lookup,
}: Given): GuardedFetch {
  const lookup = guardedLookup(allowsPrivate, resolve)
  return async (address, { method, headers, body }) => {
    const url = new URL(address)
    if (url.protocol !== 'https:' && !(allowsPrivate && url.protocol === 'http:'))
      throw new ProviderError('misconfigured', 'an address that is not https')
    // No name is looked up for a literal address. The URL parser has made 0x7f.1 and 2130706433 plain.
    const host = url.hostname.replace(/^\[|\]$/g, '')
    if (isIP(host) > 0) requirePublic(allowsPrivate, host)
    const { request } = url.protocol === 'https:' ? https : http
    const signal = AbortSignal.timeout(withinMs)
    const sent = request(url, {
      method,
      headers: { ...headers, 'user-agent': userAgent, 'accept-encoding': 'identity' },
      lookup,
      agent: false,
      signal,
    })
    // After the response has begun, its own reader is told too. Without a listener here an error would end the process.
    sent.on('error', () => {})
    try {
      sent.end(body === undefined || body === null ? undefined : String(body))
      const [answer] = (await once(sent, 'response')) as [IncomingMessage]
      return responseOf(answer, await readAll(answer))
    } catch (thrown) {
      throw failureOf(thrown, signal.aborted)
    } finally {
      sent.destroy()
    }
  }
}

/** Answers what `resolve` does, unless one of the addresses is private. Node connects to no other address than these. */
export const guardedLookup =
  (allowsPrivate: boolean, resolve: typeof dns.lookup): LookupFunction =>
  (host, options, done) =>
    resolve(host, { ...options, all: true }, (error, found) => {
      try {
        if (error) throw error
        for (const { address } of found) requirePublic(allowsPrivate, address)
        const [first] = found
        if (!first) throw new ProviderError('down', 'a name without an address')
        if (options.all) done(null, found)
        else done(null, first.address, first.family)
      } catch (refusal) {
        done(refusal as NodeJS.ErrnoException, [])
      }
    })

function requirePublic(allowsPrivate: boolean, address: string): void {
  if (!allowsPrivate && !isPublicAddress(address)) throw new ProviderError('misconfigured', 'a private address')
}

async function readAll(answer: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > mostBytes) throw new ProviderError('invalid', 'an answer that is too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** With those headers alone that are read. */
function responseOf({ statusCode = 0, headers }: IncomingMessage, body: Buffer<ArrayBuffer>): Response {
  if (statusCode < 200 || statusCode > 599) throw new ProviderError('invalid', 'an unknown status')
  const kept = Object.entries({
    'content-type': headers['content-type'],
    'www-authenticate': headers['www-authenticate'],
  }).filter((entry): entry is [string, string] => entry[1] !== undefined)
  const isEmpty = [204, 205, 304].includes(statusCode)
  return new Response(isEmpty ? null : body, { status: statusCode, headers: kept })
}

/** Codes of Node and OpenSSL, never what the provider wrote. */
function failureOf(thrown: unknown, isLate: boolean): ProviderError {
  if (thrown instanceof ProviderError) return thrown
  if (isLate) return new ProviderError('down', 'no answer in time')
  const { code } = thrown as { code?: unknown }
  const known = typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code) ? code : 'no connection'
  // A certificate that is not valid may be of an authority of the operator's own, which Node has to be told.
  return new ProviderError(/CERT|TLS|SSL|SIGNATURE/.test(known) ? 'misconfigured' : 'down', known)
}
