/** What no line of a log may hold: our tokens, the hashes that are kept of passwords, and the password of most tests. */
const secrets =
  /lk_[\w-]{80,}|fast\$\d+\$|\$(argon2|2[aby]|scrypt|pbkdf2)[\w-]*\$|correct horse battery|"(password|currentPassword|newPassword)":"/

/** Throws where one of these lines gives a secret away; the whole run of tests is read by it, each server when it closes. */
export function refuseSecrets(lines: readonly string[]): void {
  const line = lines.find(each => secrets.test(each))
  if (line !== undefined) throw new Error(`A log gives a secret away: ${line}`)
}
