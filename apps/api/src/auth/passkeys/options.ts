import type { CreationOptions, RequestOptions } from '@latchkey/contracts/auth/webauthn'
import { brand } from '@latchkey/contracts/brand'
import type { Passkey, User } from '@latchkey/database/models'
import type { Deps } from '../../deps.ts'
import { challengeOf } from './challenge-bytes.ts'

/** EdDSA, ES256 and RS256. Named, so that a version of the library or of Node adds none by itself. */
export const algorithms = [-8, -7, -257]

/** How long the browser's own dialog waits. The challenge lives longer, for autofill, which waits in the page. */
const timeoutMs = 5 * 60_000

/** The user handle of a person: the bytes of their id. It says nothing about them (WebAuthn level 3, section 14.6.1). */
export const userHandleOf = (userId: string): string =>
  Buffer.from(userId.replaceAll('-', ''), 'hex').toString('base64url')

const describe = ({ credentialId, transports }: Passkey) => ({
  id: Buffer.from(credentialId).toString('base64url'),
  type: 'public-key' as const,
  transports,
})

/** Options to sign in with any passkey of this site, alone. So the passkey has to check the person. */
export const signInOptions = (deps: Deps, challengeId: string): RequestOptions => ({
  challenge: challengeOf(deps, challengeId),
  rpId: deps.settings.passkeys.rpId,
  timeout: timeoutMs,
  userVerification: 'required',
  allowCredentials: [],
})

/** Options to prove one of these passkeys, beside something else that was proven. */
export const proofOptions = (deps: Deps, challengeId: string, passkeys: readonly Passkey[]): RequestOptions => ({
  ...signInOptions(deps, challengeId),
  userVerification: 'preferred',
  allowCredentials: passkeys.map(describe),
})

type Named = Pick<User, 'id' | 'email' | 'name'>

/** Options to make a passkey. A security key that cannot check the person can still be a second factor. */
export const creationOptions = (
  deps: Deps,
  challengeId: string,
  { user: { id, email, name }, passkeys }: { user: Named; passkeys: readonly Passkey[] },
): CreationOptions => ({
  challenge: challengeOf(deps, challengeId),
  rp: { id: deps.settings.passkeys.rpId, name: brand.name },
  user: { id: userHandleOf(id), name: email, displayName: name ?? email },
  pubKeyCredParams: algorithms.map(alg => ({ type: 'public-key', alg })),
  timeout: timeoutMs,
  excludeCredentials: passkeys.map(describe),
  authenticatorSelection: { residentKey: 'preferred', requireResidentKey: false, userVerification: 'preferred' },
  attestation: 'none',
  extensions: { credProps: true },
})

/** Options to make the passkey that an account begins with. It signs in alone, so it has to be found without an address, and check the person. */
export const firstPasskeyOptions = (deps: Deps, challengeId: string, user: Named): CreationOptions => ({
  ...creationOptions(deps, challengeId, { user, passkeys: [] }),
  authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
})
