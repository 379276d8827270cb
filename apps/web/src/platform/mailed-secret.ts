import { tokenPrefix } from '@latchkey/contracts/technical'
import { createContext, use } from 'react'

/** The secrets of mailed links, by the path of their page. */
export type Secrets = Map<string, string>

/** Provided once, by `App`. */
export const SecretsContext = createContext<Secrets | undefined>(undefined)

/** @throws {Error} outside of `App` */
export function useSecrets(): Secrets {
  const secrets = use(SecretsContext)
  if (!secrets) throw new Error('useSecrets needs a SecretsContext around it')
  return secrets
}

/** A secret has 86 characters after its prefix. What a mail adds to it is not part of it, even a hyphen. */
const secretPattern = new RegExp(`${tokenPrefix}[\\w-]{1,86}`)

/**
 * Moves the secret of a mailed link from the page's fragment into `secrets`. Returns whether there was a fragment for one. Mails
 * use the fragment because no server, proxy or log ever sees it. After this, the secret is only in the memory of this page: not in
 * the address bar, the history or the return path of the sign-in page.
 *
 * Mail programs change links: they encode the `=`, leave a `=3D` in it, break the line, or add the punctuation that follows. So the
 * secret is found by its own form.
 */
export function takeSecret(secrets: Secrets, path: string, fragment: string): boolean {
  const [secret] = secretPattern.exec(joined(decoded(fragment))) ?? []
  if (secret) secrets.set(path, secret)
  if (secret) secrets.set(addressOf(path), addressIn(fragment))
  return secret !== undefined || fragment.startsWith('token')
}

/** Looked for before it is decoded: an address may have an `&`. If a program encoded the whole fragment, it is decoded first. */
function addressIn(fragment: string): string {
  const [, address = ''] = addressPattern.exec(fragment) ?? addressPattern.exec(decoded(fragment)) ?? []
  return decoded(address).replace(/\s.*/s, '')
}

const addressPattern = /&address=([^&\s]*)/

/** Under which name `secrets` keeps the address of the mail with the secret of `path`. Empty if the link has none. */
export const addressOf = (path: string) => `${path} address`

/** Without percent-encoding of ASCII, even if programs encoded it more than once. */
const decoded = (fragment: string) =>
  fragment.replace(/%(?:25)*([0-7][\dA-F])/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))

/** Without what a broken line leaves: spaces, the `=` at its end, and invisible characters, which are still percent-encoded. */
const joined = (text: string) => text.replace(/[\s=\p{Cf}]|%[\dA-F]{2}/giu, '')
