import { isIP } from 'node:net'
import { compile } from '@fastify/proxy-addr'
import { probe } from '@latchkey/contracts/platform/probe'
import { userAgent } from '@latchkey/contracts/technical'
import type { Deps } from '../../../deps.ts'
import { proofOf } from '../../../platform/http/probe.ts'
import { error, type Finding, note, warning } from './finding.ts'

const answerWithinMs = 5_000
/** An address of documentation (RFC 5737): no client has it. */
const madeUp = '203.0.113.7'
const isPrivate = compile(['linklocal', 'uniquelocal'])
const Arrival = probe.responses[200]

/** Sends a request to APP_URL, through the proxies, and looks at how the server understood it. Only a running server can answer. */
export async function examineProxy({
  settings,
  keys,
  clock,
}: Pick<Deps, 'settings' | 'keys' | 'clock'>): Promise<Finding[]> {
  const { appUrl } = settings
  const at = clock.now().getTime()
  let response: Response
  try {
    response = await fetch(new URL(probe.path, appUrl), {
      method: probe.method,
      redirect: 'manual',
      signal: AbortSignal.timeout(answerWithinMs),
      // Only what the nearest trusted proxy adds may count, never what a client writes.
      headers: { 'content-type': 'application/json', 'user-agent': userAgent, 'x-forwarded-for': madeUp },
      body: JSON.stringify({ at, proof: proofOf(keys, at) }),
    })
  } catch (thrown) {
    const { cause, message } = thrown as Error & { cause?: { code?: string; message?: string } }
    return [
      warning(
        'app-url',
        `APP_URL: ${appUrl.origin} did not answer (${cause?.code ?? cause?.message ?? message}). Start a server and its proxy, and run this again where it can be reached.`,
      ),
    ]
  }
  const { data } = ((await response.json().catch(() => ({}))) ?? {}) as { data?: unknown }
  const arrival = Arrival.safeParse(data)
  if (!response.ok || !arrival.success)
    return [
      error(
        'app-url',
        `APP_URL: ${appUrl.origin} answered ${response.status}, and not as this server would. Let the proxy pass every path on, to servers with the same APP_SECRET.`,
      ),
    ]
  return findingsOf(arrival.data, appUrl)
}

interface Arrival {
  readonly ip: string
  readonly chain: readonly string[]
  readonly protocol: string
  readonly host: string
}

/** What is wrong with how a request arrived. */
function findingsOf({ ip, chain, protocol, host }: Arrival, appUrl: URL): Finding[] {
  const isForwarded = chain.length > 1
  const findings: Finding[] = []
  if (protocol !== 'https')
    findings.push(
      error(
        'proxy-scheme',
        `TRUST_PROXY, X-Forwarded-Proto: a request by https arrived as ${protocol}, so pages redirect endlessly. TRUST_PROXY must contain the address that connects to the server${isForwarded ? '' : ` (${ip})`}, and that proxy must send X-Forwarded-Proto: https.`,
      ),
    )
  // Behind the made-up address stands who wrote it. If a proxy named that one, and TRUST_PROXY trusts it too, it is this command.
  if (ip === madeUp && chain.length > 2)
    findings.push(
      note(
        'proxy-address',
        `TRUST_PROXY contains ${chain.at(-2)}, which this request came from, so it cannot show whether a client may choose its own address. Run this from outside of your network. If ${chain.at(-2)} is a proxy of yours, let it replace X-Forwarded-For or append to it.`,
      ),
    )
  else if (ip === madeUp)
    findings.push(
      error(
        'proxy-address',
        'TRUST_PROXY: a client could choose its own address by X-Forwarded-For, so limits do not hold. Name only your proxies, and let the first of them replace the header or append to it.',
      ),
    )
  else if (!isForwarded)
    findings.push(
      error(
        'proxy-address',
        `TRUST_PROXY, X-Forwarded-For: every client counts as ${ip}, and all share its limits. TRUST_PROXY must contain the address of the proxy, and the proxy must send X-Forwarded-For.`,
      ),
    )
  else if (isIP(ip) > 0 && isPrivate(ip, 0))
    findings.push(
      note(
        'proxy-address',
        `This request counts as ${ip}. If that is a proxy of yours, and not this machine, add it to TRUST_PROXY.`,
      ),
    )
  if (host !== appUrl.host)
    findings.push(
      warning(
        'proxy-host',
        `Host: a request for ${appUrl.host} arrived as ${host}. Let the proxy pass Host on unchanged, or set X-Forwarded-Host.`,
      ),
    )
  return findings
}
