/** Where a trace came from: its id and the calling span, each in lower-case hexadecimal digits. */
export interface TraceParent {
  readonly traceId: string
  readonly spanId: string
  readonly isSampled: boolean
}

const pattern = /^(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/
/** The header of a later version may be longer, but not without limit. */
const longest = 256

/**
 * Reads the header `traceparent` (W3C Trace Context, section 3.2). Null for anything that is not exactly one valid header: the trace then
 * begins here. So a client can put nothing but hexadecimal digits into logs and spans.
 */
export function readTraceparent(header: string | readonly string[] | undefined): TraceParent | null {
  if (typeof header !== 'string' || header.length > longest) return null
  const [, version, traceId, spanId, flags = '', more] = pattern.exec(header) ?? []
  if (traceId === undefined || spanId === undefined || (version === '00' && more !== undefined)) return null
  return { traceId, spanId, isSampled: (Number.parseInt(flags, 16) & 1) === 1 }
}
