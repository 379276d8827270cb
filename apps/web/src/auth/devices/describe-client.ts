import type { Session } from '@latchkey/contracts/auth/sessions'
import type { Words } from '@latchkey/contracts/words/web'

/** The client's name for people: "Firefox on Linux". */
export function describeClient(
  words: Words['clients'],
  { delivery, device: { browser, os } }: Pick<Session, 'delivery' | 'device'>,
): string {
  if (delivery === 'bearer') return browser ? words.programOf(browser) : words.program
  if (browser && os) return words.browserOn(browser, os)
  return browser ?? (os ? words.aBrowserOn(os) : words.unknown)
}
