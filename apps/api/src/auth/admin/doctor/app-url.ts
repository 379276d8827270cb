import { plainAddress } from '../../../platform/client.ts'
import { isLoopback } from '../../../platform/http/proxies.ts'
import type { Settings } from '../../../platform/settings/settings.ts'
import { type Finding, warning } from './finding.ts'

/** Names of the machine that asks (RFC 6761, section 6.3), also with the dot of a full name. */
const localName = /^(.+\.)?localhost\.?$/
/** The address of every interface leads a browser to its own machine, too. */
const unspecified = ['0.0.0.0', '::']

/**
 * Whether `APP_URL` leads each person to their own machine in production. It is no error: the Compose file starts on https://localhost,
 * until it knows its domain. That it is https, the settings demand.
 */
export function examineAppUrl({ production, appUrl }: Pick<Settings, 'production' | 'appUrl'>): Finding[] {
  if (!production || !isLocal(appUrl)) return []
  return [
    warning(
      'local-app-url',
      `APP_URL: ${appUrl.origin} leads each person to their own machine, in links of mails too. Write the address that people use, such as https://app.example.com.`,
    ),
  ]
}

function isLocal({ hostname }: URL): boolean {
  const host = plainAddress(hostname)
  return localName.test(host) || unspecified.includes(host) || isLoopback(host)
}
