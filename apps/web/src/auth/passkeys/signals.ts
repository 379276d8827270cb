import { acceptedPasskeys } from '@latchkey/contracts/auth/passkeys'
import { call } from '../../platform/api-client.ts'
import type { Session } from '../session/session.ts'
import { signals } from './browser.ts'

// They keep the list of a password manager as it is in the account. It is a hint: the person waits for none, and none fails aloud. Without
// an answer of the server, as after 429 or 503, nothing is certain, and nothing is said.

type Listener = Pick<Session, 'handleError'>

/** After a passkey was added or removed: the password manager no longer offers those that are gone. */
export async function signalAccepted(session: Listener): Promise<void> {
  const signal = signals().signalAllAcceptedCredentials
  if (!signal) return
  await quietly(session, async () => {
    const { rpId, userId, credentialIds } = (await call(acceptedPasskeys, {})).data
    await signal.call(PublicKeyCredential, { rpId, userId, allAcceptedCredentialIds: credentialIds })
  })
}

/** After a change of the name or the address: the password manager shows the new one. */
export async function signalDetails(session: Listener): Promise<void> {
  const signal = signals().signalCurrentUserDetails
  if (!signal) return
  await quietly(session, async () => {
    const { rpId, userId, name, displayName } = (await call(acceptedPasskeys, {})).data
    await signal.call(PublicKeyCredential, { rpId, userId, name, displayName })
  })
}

/** No failure is shown, but the answer may have the reason why the session ended. The server says it only once. */
const quietly = ({ handleError }: Listener, tell: () => Promise<void>): Promise<void> => tell().catch(handleError)
