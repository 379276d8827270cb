import { apiWords } from '@latchkey/contracts/words/api'
import { newId } from '../../platform/crypto/id.ts'
import type { NewAccount } from '../account/change-account.ts'
import type { Method } from '../factors/assurance.ts'
import { addFactorToNewAccount } from '../factors/changes.ts'
import type { VerifiedRegistration } from './ceremonies.ts'
import { modelOf } from './models.ts'
import { methodsProvenBy } from './service.ts'
import * as store from './store.ts'

/** What a new account gets with its passkey. */
export interface FirstPasskey {
  /** What the passkey proved. */
  readonly methods: readonly Method[]
  readonly recoveryCodes: string[]
}

/**
 * Adds the passkey with which an account begins.
 * @throws a unique violation if another account has it
 */
export async function addFirstPasskey(account: NewAccount, made: VerifiedRegistration): Promise<FirstPasskey> {
  const { tx, user, now, context } = account
  const name = modelOf(made.aaguid) ?? apiWords[context.language].factorNames.passkey
  // The options demand a discoverable one, so a browser makes no other. Not every browser says so.
  await store.insert(tx, { ...made, isDiscoverable: true, id: newId(now), userId: user.id, name, createdAt: now })
  const recoveryCodes = await addFactorToNewAccount(account, 'passkey_added')
  return { methods: methodsProvenBy(made), recoveryCodes }
}
