import type { Device, Place } from '@latchkey/contracts/auth/clients'
import type { ListedSession } from '@latchkey/contracts/auth/devices'
import type { Session } from '@latchkey/contracts/auth/sessions'
import type { Words } from '@latchkey/contracts/words/web'
import type { IconName } from '../../platform/ui/icons/shapes.ts'

type Client = Pick<Session, 'device'> & Partial<Pick<Session, 'delivery'>>

/** The client's name for people: "Safari on iPhone". */
export function describeClient(words: Words['clients'], { delivery, device }: Client): string {
  const { browser, os, model, type } = device
  if (delivery === 'bearer' || type === 'program') return browser ? words.programOf(browser) : words.program
  if (type === 'bot' && browser) return words.botOf(browser)
  const system = model ?? os
  if (browser && system) return words.browserOn(browser, system)
  return browser ?? (system ? words.aBrowserOn(system) : words.unknown)
}

/** What the person calls the device, or else the client's name. */
export const nameOf = (words: Words['clients'], session: ListedSession): string =>
  session.name ?? describeClient(words, session)

const icons: Record<string, IconName> = {
  phone: 'phone',
  tablet: 'tablet',
  computer: 'laptop',
  tv: 'desktop',
  program: 'terminal',
  bot: 'terminal',
}

/** Unknown kinds get that of a browser. */
export const iconOf = ({ type }: Pick<Device, 'type'>): IconName => (type && icons[type]) || 'browser'

/** "Munich, Germany". */
export function placeName(locale: string, { city, country }: Place): string {
  const land = country && new Intl.DisplayNames(locale, { type: 'region' }).of(country)
  return [city, land].filter(Boolean).join(', ')
}
