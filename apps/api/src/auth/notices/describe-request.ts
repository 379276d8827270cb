import type { MailWords } from '@latchkey/contracts/words/mails'
import { describeClient } from '../../platform/client.ts'
import type { RequestFacts } from '../../platform/context.ts'
import { formatInstant } from '../../platform/mail/format-instant.ts'

/** The lines of a mail that say when, where and on which device a request was made, in the reader's time zone (an IANA name) or in UTC. */
export function describeRequest(
  words: MailWords,
  { at, ip, userAgent }: Pick<RequestFacts, 'at' | 'ip' | 'userAgent'>,
  timeZone: string | null,
): [label: string, value: string][] {
  const client = formatClient(words, userAgent)
  return [
    [words.when, formatInstant(words, at, timeZone ?? 'UTC')],
    ...(ip === null ? [] : [[words.where, ip] as [string, string]]),
    ...(client === null ? [] : [[words.device, client] as [string, string]]),
  ]
}

function formatClient(words: MailWords, userAgent: string | null): string | null {
  const { browser, os: system, model } = describeClient(userAgent)
  const os = model ?? system
  return browser !== null && os !== null ? words.browserOn(browser, os) : (browser ?? os)
}
