import type { MailWords } from '@latchkey/contracts/words/mails'
import { describeClient } from '../../platform/client.ts'
import type { RequestFacts } from '../../platform/context.ts'

/** The lines of a mail that say when and from where a request came. */
export function describeRequest(
  words: MailWords,
  { at, ip, userAgent }: Pick<RequestFacts, 'at' | 'ip' | 'userAgent'>,
): [label: string, value: string][] {
  const facts: [string, string][] = [[words.when, formatInstant(words, at)]]
  if (ip !== null) facts.push([words.where, [ip, formatClient(words, userAgent)].filter(Boolean).join(', ')])
  return facts
}

const dateFormat = {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
} as const
const timeFormat = { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' } as const

/** We do not know the reader's time zone, so the mail names UTC. */
const formatInstant = ({ locale, instant }: MailWords, at: Date) =>
  instant(
    new Intl.DateTimeFormat(locale, dateFormat).format(at),
    new Intl.DateTimeFormat(locale, timeFormat).format(at),
  )

function formatClient(words: MailWords, userAgent: string | null): string | null {
  const { browser, os: system, model } = describeClient(userAgent)
  const os = model ?? system
  return browser !== null && os !== null ? words.browserOn(browser, os) : (browser ?? os)
}
