/** What pages got by mailed links, by their paths. */
export type Secrets = Map<string, string>

/**
 * Takes the secret of a mailed link out of the address of the page at `path`, and says whether there was one. Mails carry
 * it in the fragment, which no server, proxy or log ever sees. From here on it lies in this page's memory alone, so
 * neither the address bar nor the history nor a way back through the sign-in page repeats it.
 */
export function takeSecret(secrets: Secrets, path: string, fragment: string): boolean {
  const secret = new URLSearchParams(fragment).get('token')
  if (secret) secrets.set(path, secret)
  return secret !== null
}
