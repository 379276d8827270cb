/** The secrets of mailed links, by the path of their page. */
export type Secrets = Map<string, string>

/**
 * Moves the secret of a mailed link from the page's fragment into `secrets`. Returns whether there was one. Mails use the
 * fragment because no server, proxy or log ever sees it. After this, the secret is only in the memory of this page: not in
 * the address bar, the history or the return path of the sign-in page.
 */
export function takeSecret(secrets: Secrets, path: string, fragment: string): boolean {
  const secret = new URLSearchParams(fragment).get('token')
  if (secret) secrets.set(path, secret)
  return secret !== null
}
