/** What no log line of any test may contain: our tokens, password hashes, and fields with a password. */
const secrets =
  /lk_[\w-]{80,}|fast\$\d+\$|\$(argon2|2[aby]|scrypt|pbkdf2)[\w-]*\$|\\*"(password|currentPassword|newPassword)\\*":\s*\\*"/
const passwordFields = ['password', 'currentPassword', 'newPassword'] as const
/** A shorter password may be in a log as an ordinary word. */
const minSearchedLength = 10

/** The passwords in the input that a test sends. */
export const passwordsIn = (input: object): string[] =>
  passwordFields.flatMap(field => {
    const typed: unknown = (input as Partial<Record<string, unknown>>)[field]
    return typeof typed === 'string' ? typed : []
  })

/**
 * Throws if a line contains something secret, or a secret that the server was `given`. Every test server checks its log with it when it
 * closes.
 */
export function refuseSecrets(lines: readonly string[], given: Iterable<string> = []): void {
  const spellings = [...new Set(given)].filter(({ length }) => length >= minSearchedLength).flatMap(spellingsOf)
  const line = lines.find(each => secrets.test(each) || spellings.some(spelling => each.includes(spelling)))
  if (line !== undefined) throw new Error(`A log gives a secret away: ${line}`)
}

/** The secret itself, in JSON, and in JSON within JSON. */
function spellingsOf(secret: string): string[] {
  const escaped = JSON.stringify(secret).slice(1, -1)
  return [...new Set([secret, escaped, JSON.stringify(escaped).slice(1, -1)])]
}
