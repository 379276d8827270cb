/** What no line of a log may hold, whatever the test: our tokens, the hashes that are kept of passwords, and fields that hold one. */
const secrets =
  /lk_[\w-]{80,}|fast\$\d+\$|\$(argon2|2[aby]|scrypt|pbkdf2)[\w-]*\$|\\*"(password|currentPassword|newPassword)\\*":\s*\\*"/
const passwordFields = ['password', 'currentPassword', 'newPassword'] as const
/** A shorter password is a word that a log may hold for another reason. */
const shortestToldApart = 10

/** The passwords among what a test sends. */
export const passwordsIn = (input: object): string[] =>
  passwordFields.flatMap(field => {
    const typed: unknown = (input as Partial<Record<string, unknown>>)[field]
    return typeof typed === 'string' ? typed : []
  })

/**
 * Throws where one of these lines gives a secret away, or one of those that the server was `given`; the whole run of tests is read by it,
 * each server when it closes.
 */
export function refuseSecrets(lines: readonly string[], given: Iterable<string> = []): void {
  const spellings = [...new Set(given)].filter(({ length }) => length >= shortestToldApart).flatMap(spellingsOf)
  const line = lines.find(each => secrets.test(each) || spellings.some(spelling => each.includes(spelling)))
  if (line !== undefined) throw new Error(`A log gives a secret away: ${line}`)
}

/** As it is, in JSON, and in JSON within JSON. */
function spellingsOf(secret: string): string[] {
  const escaped = JSON.stringify(secret).slice(1, -1)
  return [...new Set([secret, escaped, JSON.stringify(escaped).slice(1, -1)])]
}
