/** A placeholder for the app's own origin. Never resolved. */
const anyOrigin = 'http://origin.invalid'

/**
 * The path, query and fragment that `value` names in this app, or `/` for anything else. A link may carry any return path,
 * so everything that a browser could read as another site is refused: `//evil`, `/\evil`, `https:evil`, the same
 * percent-encoded, and control characters, which URL parsers drop (CWE-601, OWASP "Unvalidated Redirects").
 */
export function localPath(value: unknown): string {
  if (typeof value !== 'string' || !value.startsWith('/')) return '/'
  try {
    const { origin, pathname, search, hash } = new URL(value, anyOrigin)
    return origin !== anyOrigin || misleads(value) || misleads(pathname) ? '/' : pathname + search + hash
  } catch {
    return '/'
  }
}

/** @throws {URIError} for a path with a broken encoding */
const misleads = (path: string): boolean => /^\/[/\\]|\\|\p{Cc}/u.test(decodeURIComponent(path))
