import type { Assertion, Registration } from '@latchkey/contracts/auth/webauthn'
import type { Passkey } from '@latchkey/database/models'
import type { Settings } from '../../platform/settings/settings.ts'
import { algorithms, userHandleOf } from './options.ts'

// The library throws for whatever is wrong, and its messages hold what we expected. So none of them leaves this file, not even to the
// log: a passkey is right, or it is not.

/** Loaded with the first passkey: it takes 160 ms and 27 MB, which commands and a site without passkeys do not need. */
const library = () => import('@simplewebauthn/server')

/** WebAuthn level 3, section 4. */
const longestCredentialIdBytes = 1023

export interface VerifiedAssertion {
  readonly passkey: Passkey
  readonly counter: bigint
  readonly isSynced: boolean
  /** Whether the authenticator checked the person, by a PIN or a finger. */
  readonly userVerified: boolean
}

/** For which site passkeys are made, and whose pages may use them. */
type Site = Settings['passkeys']

interface Expected {
  readonly isOurs: (challenge: string) => boolean
  readonly passkey: Passkey
  /** Whether the passkey proves enough only if it checked the person. */
  readonly mustVerifyUser: boolean
  /** Whether the browser has to say whose passkey it is. Where it says so unasked, that must be right, too. */
  readonly mustNameUser: boolean
}

/** Verifies what a passkey signed. Null if anything is wrong. */
export async function verifyAssertion(
  { rpId, origins }: Site,
  { id, rawId, type, response }: Assertion,
  { isOurs, passkey, mustVerifyUser, mustNameUser }: Expected,
): Promise<VerifiedAssertion | null> {
  const { clientDataJSON, authenticatorData, signature, userHandle } = response
  if (!(userHandle ? userHandle === userHandleOf(passkey.userId) : !mustNameUser)) return null
  const answer = await orNull(async () => {
    refuseFrames(clientDataJSON)
    return (await library()).verifyAuthenticationResponse({
      response: {
        id,
        rawId,
        type,
        response: { clientDataJSON, authenticatorData, signature },
        clientExtensionResults: {},
      },
      expectedChallenge: isOurs,
      expectedOrigin: [...origins],
      expectedRPID: rpId,
      requireUserVerification: mustVerifyUser,
      // The library compares counters before the signature, when anybody could have sent them. We do so afterwards.
      credential: { id, publicKey: passkey.publicKey, counter: 0 },
    })
  })
  if (!answer?.verified) return null
  const { authenticationInfo: info } = answer
  // Section 7.2, step 18: whether a passkey may be copied never changes.
  if ((info.credentialDeviceType === 'multiDevice') !== passkey.isSyncable) return null
  return {
    passkey,
    counter: BigInt(info.newCounter),
    isSynced: info.credentialBackedUp,
    userVerified: info.userVerified,
  }
}

export interface VerifiedRegistration
  extends Pick<
    Passkey,
    | 'credentialId'
    | 'publicKey'
    | 'rpId'
    | 'counter'
    | 'aaguid'
    | 'transports'
    | 'isSyncable'
    | 'isSynced'
    | 'userVerified'
  > {}

/** Verifies a new passkey. Null if anything is wrong. What its maker attests is not asked for, and proves nothing here. */
export async function verifyRegistration(
  { rpId, origins }: Site,
  { id, rawId, type, response }: Registration,
  { isOurs, mustVerifyUser = false }: Pick<Expected, 'isOurs'> & Partial<Pick<Expected, 'mustVerifyUser'>>,
): Promise<VerifiedRegistration | null> {
  const { clientDataJSON, attestationObject, transports = [] } = response
  const registered = await orNull(async () => {
    refuseFrames(clientDataJSON)
    return (await library()).verifyRegistrationResponse({
      response: { id, rawId, type, response: { clientDataJSON, attestationObject }, clientExtensionResults: {} },
      expectedChallenge: isOurs,
      expectedOrigin: [...origins],
      expectedRPID: rpId,
      // As in the options. A second factor may be a key that only notices a touch.
      requireUserVerification: mustVerifyUser,
      supportedAlgorithmIDs: algorithms,
    })
  })
  if (!registered?.verified) return null
  const { credential, aaguid, credentialDeviceType, credentialBackedUp, userVerified } = registered.registrationInfo
  const credentialId = Buffer.from(credential.id, 'base64url')
  if (credential.id !== id || credentialId.length > longestCredentialIdBytes) return null
  return {
    ...{
      credentialId,
      publicKey: Buffer.from(credential.publicKey),
      rpId,
      counter: BigInt(credential.counter),
      aaguid,
    },
    transports: [...new Set(transports)],
    isSyncable: credentialDeviceType === 'multiDevice',
    isSynced: credentialBackedUp,
    userVerified,
  }
}

/** Nothing of ours is shown in a frame of another site. The library would accept one that does not name that site. */
function refuseFrames(clientDataJSON: string): void {
  const { crossOrigin, topOrigin } = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString('utf8'))
  if ((crossOrigin !== undefined && crossOrigin !== false) || topOrigin !== undefined) throw new Error('a frame')
}

async function orNull<Result>(work: () => Promise<Result>): Promise<Result | null> {
  try {
    return await work()
  } catch {
    return null
  }
}
