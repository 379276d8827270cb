import { describeClient } from '../../platform/client.ts'
import type { RequestFacts } from '../../platform/context.ts'

/** The lines of a mail that say when and from where a request came. */
export function describeRequest({
  at,
  ip,
  userAgent,
}: Pick<RequestFacts, 'at' | 'ip' | 'userAgent'>): [label: string, value: string][] {
  const facts: [string, string][] = [['When', formatInstant(at)]]
  if (ip !== null) facts.push(['Where', [ip, formatClient(userAgent)].filter(Boolean).join(', ')])
  return facts
}

const date = new Intl.DateTimeFormat('en-GB', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
})
const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' })

/** We do not know the reader's time zone, so the mail names UTC. */
const formatInstant = (at: Date) => `${date.format(at)} at ${time.format(at)} UTC`

function formatClient(userAgent: string | null): string | null {
  const { browser, os } = describeClient(userAgent)
  return browser !== null && os !== null ? `${browser} on ${os}` : (browser ?? os)
}
