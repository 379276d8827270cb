import { acceptedPasskeys } from '@latchkey/contracts/auth/passkeys'
import { call } from '../../platform/api-client.ts'
import { signals } from './browser.ts'

// They keep the list of a password manager as it is in the account. It is a hint: the person waits for none, and none fails aloud. Without
// an answer of the server, as after 429 or 503, nothing is certain, and nothing is said.

/** After a passkey was added or removed: the password manager no longer offers those that are gone. */
export async function signalAccepted(): Promise<void> {
  const signal = signals().signalAllAcceptedCredentials
  if (!signal) return
  await quietly(async () => {
    const { rpId, userId, credentialIds } = (await call(acceptedPasskeys, {})).data
    await signal.call(PublicKeyCredential, { rpId, userId, allAcceptedCredentialIds: credentialIds })
  })
}

/** After a change of the name or the address: the password manager shows the new one. */
export async function signalDetails(): Promise<void> {
  const signal = signals().signalCurrentUserDetails
  if (!signal) return
  await quietly(async () => {
    const { rpId, userId, name, displayName } = (await call(acceptedPasskeys, {})).data
    await signal.call(PublicKeyCredential, { rpId, userId, name, displayName })
  })
}

const quietly = (tell: () => Promise<void>): Promise<void> => tell().catch(() => undefined)
