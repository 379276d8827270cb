const secrets = new Map<string, string>()

/**
 * Takes the secret of a mailed link out of the address of the page at `path`, and says whether there was one. Mails carry
 * it in the fragment, which no server, proxy or log ever sees; from here on it lies in this page's memory alone, so
 * neither the address bar nor the history nor a way back through the sign-in page repeats it.
 */
export function takeSecret(path: string, fragment: string): boolean {
  const secret = new URLSearchParams(fragment).get('token')
  if (secret) secrets.set(path, secret)
  return secret !== null
}

export const findSecret = (path: string): string | undefined => secrets.get(path)

/** For a secret that is used up, or has turned out to be none. */
export const dropSecret = (path: string): void => void secrets.delete(path)
