import type * as contract from '@latchkey/contracts/auth/passkeys'
import type { Answer } from '@latchkey/contracts/endpoint'
import type { Deps } from '../../deps.ts'
import type { SessionContext } from '../../platform/context.ts'
import { userHandleOf } from './options.ts'
import * as store from './store.ts'

type Accepted = Extract<Answer<typeof contract.acceptedPasskeys>, { status: 200 }>['data']

/** What a browser needs to tell its password manager which passkeys of the person still work, and what the person is called. */
export async function findAcceptedPasskeys({ db, settings }: Deps, { user }: SessionContext): Promise<Accepted> {
  const { rpId } = settings.passkeys
  const passkeys = await store.list(db, { userId: user.id, rpId })
  return {
    rpId,
    userId: userHandleOf(user.id),
    name: user.email,
    displayName: user.name ?? user.email,
    credentialIds: passkeys.map(({ credentialId }) => Buffer.from(credentialId).toString('base64url')),
  }
}
