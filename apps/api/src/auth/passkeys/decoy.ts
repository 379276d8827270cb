import type { Assertion } from '@latchkey/contracts/auth/webauthn'
import type { Passkey } from '@latchkey/database/models'

/** A public key (ES256, COSE) whose private key was thrown away. */
const publicKey = Buffer.from(
  'pQECAyYgASFYILK8ljjOpsXXVKj15VjhOseEW0xHMNcjpJaWqBCFURKpIlggNDVHUEb5EeLg-q1WlAhXbarYznL1tp-TW6_5KHPB3l4',
  'base64url',
)

/**
 * A passkey that verifies nothing, for an answer with an id that belongs to no passkey. It costs the same work, so the time does not
 * tell which ids exist. It belongs to the person that the answer names.
 */
export const decoyFor = ({
  response: { userHandle },
}: Assertion): Pick<Passkey, 'userId' | 'publicKey' | 'isSyncable'> => ({
  userId: Buffer.from(userHandle ?? '', 'base64url').toString('hex'),
  publicKey,
  isSyncable: false,
})
