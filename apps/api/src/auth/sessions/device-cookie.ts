import type { Keys } from '../../platform/crypto/keys.ts'
import { readToken } from '../../platform/crypto/token.ts'

/** How many people a browser is known to. When one more signs in, the person who did so longest ago is forgotten. */
const mostPerBrowser = 5
/** No token contains it. */
const separator = '.'

/** A token that was just issued: it makes one browser known to one person. */
export interface DeviceToken {
  readonly token: string
  /** The hash of the person's former token in this browser. */
  readonly replaces: Uint8Array | null
}

/** The genuine tokens in a device cookie, the latest first. There is one for each person who uses the browser. */
export function readDeviceTokens(keys: Keys, cookie: string | undefined) {
  const tokens = cookie?.split(separator, mostPerBrowser) ?? []
  return tokens.flatMap(token => {
    const reading = readToken(keys, token)
    return reading ? [{ token: reading.resigned ?? token, hash: reading.hash }] : []
  })
}

/** The value of a device cookie after a token was issued. The tokens of other people stay. */
export function withDeviceToken(keys: Keys, cookie: string | undefined, { token, replaces }: DeviceToken): string {
  const others = readDeviceTokens(keys, cookie).filter(({ hash }) => replaces === null || !hash.equals(replaces))
  return [token, ...others.map(other => other.token)].slice(0, mostPerBrowser).join(separator)
}
