import { describeClient } from '../../platform/client.ts'
import type { RequestFacts } from '../../platform/context.ts'

/** When and where, as the lines of a mail. */
export function describeRequest({ at, ip, userAgent }: RequestFacts): [label: string, value: string][] {
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

/** A mail does not know its reader's time zone, so it names its own. */
const formatInstant = (at: Date) => `${date.format(at)} at ${time.format(at)} UTC`

function formatClient(userAgent: string | null): string | null {
  const { browser, os } = describeClient(userAgent)
  return browser !== null && os !== null ? `${browser} on ${os}` : (browser ?? os)
}
