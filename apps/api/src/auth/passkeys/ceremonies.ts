import type { Assertion, Registration } from '@latchkey/contracts/auth/webauthn'
import type { Passkey } from '@latchkey/database/models'
import type { Settings } from '../../platform/settings/settings.ts'
import { algorithms, userHandleOf } from './options.ts'

// The library throws if anything is wrong, and its messages hold what we expected. So none of them leaves this file, not even to the
// log: a passkey is right, or it is not.

/** Loaded with the first passkey: it takes 160 ms and 27 MB, which commands and a site without passkeys do not need. */
const library = () => import('@simplewebauthn/server')

/** WebAuthn level 3, section 4. */
const longestCredentialIdBytes = 1023

export interface VerifiedAssertion<Of = Passkey> {
  readonly passkey: Of
  readonly counter: bigint
  readonly isSynced: boolean
  /** Whether the authenticator checked the person, by a PIN or a finger. */
  readonly userVerified: boolean
  /** Whether it was found without being named: the browser chose it, and said whose it is. */
  readonly isDiscoverable: boolean
}

/** For which site passkeys are made, and whose pages may use them. */
type Site = Settings['passkeys']

/** What a passkey is verified by. */
type Verifiable = Pick<Passkey, 'userId' | 'publicKey' | 'isSyncable'>

interface Expected<Of extends Verifiable = Verifiable> {
  readonly isOurs: (challenge: string) => boolean
  readonly passkey: Of
  /** Whether the passkey proves enough only if it checked the person. */
  readonly mustVerifyUser: boolean
  /** Whether the browser has to say whose passkey it is. Where it says so unasked, that must be right, too. */
  readonly mustNameUser: boolean
}

/** Verifies what a passkey signed. Null if anything is wrong. */
export async function verifyAssertion<Of extends Verifiable>(
  { rpId, origins }: Site,
  { id, rawId, type, response }: Assertion,
  { isOurs, passkey, mustVerifyUser, mustNameUser }: Expected<Of>,
): Promise<VerifiedAssertion<Of> | null> {
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
    isDiscoverable: mustNameUser,
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
    | 'isDiscoverable'
  > {}

/** Verifies a new passkey. Null if anything is wrong. What its maker attests is not asked for, and proves nothing here. */
export async function verifyRegistration(
  { rpId, origins }: Site,
  { id, rawId, type, response, clientExtensionResults }: Registration,
  { isOurs, mustVerifyUser = false }: Pick<Expected, 'isOurs'> & Partial<Pick<Expected, 'mustVerifyUser'>>,
): Promise<VerifiedRegistration | null> {
  const { clientDataJSON, attestationObject, transports = [] } = response
  const registered = await orNull(async () => {
    refuseFrames(clientDataJSON)
    await refuseAttestation(attestationObject)
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
    credentialId,
    publicKey: Buffer.from(credential.publicKey),
    rpId,
    counter: BigInt(credential.counter),
    aaguid,
    transports: [...new Set(transports)],
    isSyncable: credentialDeviceType === 'multiDevice',
    isSynced: credentialBackedUp,
    userVerified,
    // Said by the browser, and not signed. A wrong answer harms only the person who sends it.
    isDiscoverable: clientExtensionResults?.credProps?.rk === true,
  }
}

/** Nothing of ours is shown in a frame of another site. The library would accept one that does not name that site. */
function refuseFrames(clientDataJSON: string): void {
  const { crossOrigin, topOrigin } = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString('utf8'))
  if ((crossOrigin !== undefined && crossOrigin !== false) || topOrigin !== undefined) throw new Error('a frame')
}

/**
 * Nothing is attested here. But the library verifies every attestation that it gets, and for some formats it asks servers on the Internet for revoked
 * certificates, for as long as these take. A browser that is asked for no attestation sends none, or one of these.
 */
const formats: readonly unknown[] = ['none', 'packed', 'fido-u2f']

async function refuseAttestation(attestationObject: string): Promise<void> {
  const { decodeAttestationObject } = await import('@simplewebauthn/server/helpers')
  const format = decodeAttestationObject(Buffer.from(attestationObject, 'base64url')).get('fmt')
  if (!formats.includes(format)) throw new Error('an attestation')
}

async function orNull<Result>(work: () => Promise<Result>): Promise<Result | null> {
  try {
    return await work()
  } catch {
    return null
  }
}
