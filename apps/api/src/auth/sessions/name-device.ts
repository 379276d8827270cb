import type { nameDevice as contract, ListedSession } from '@latchkey/contracts/auth/devices'
import type { Input } from '@latchkey/contracts/endpoint'
import type { Deps } from '../../deps.ts'
import type { SessionContext } from '../../platform/context.ts'
import { ApiError } from '../../platform/errors.ts'
import { changeOwnAccount } from '../account/own-account.ts'
import { record } from '../audit-log/service.ts'
import { countAttempt } from '../limits/attempts.ts'
import * as deviceStore from './device-store.ts'
import { presentListed } from './present.ts'
import * as store from './store.ts'

/**
 * Names the device of one of the person's sessions. Recorded, because a thief could give a device a name that the owner trusts.
 * @throws {ApiError} rate_limited; not_found for an unknown session, another person's, and one whose device was forgotten;
 *   invalid_token if the account was deleted or disabled in the meantime
 */
export async function nameDevice(
  deps: Deps,
  context: SessionContext,
  { id, name }: Input<typeof contract>,
): Promise<ListedSession> {
  // Limited because each change adds an audit event, which is kept longer than the name.
  await countAttempt(deps, context, { 'device names of a person': context.user.id })
  return changeOwnAccount(deps, context, async account => {
    const session = await store.findOfUserWithDevice(account.tx, account.user.id, id)
    if (!session?.device) throw new ApiError('not_found')
    if (session.device.name !== name)
      await record(account, { kind: 'device_named', sessionId: id, deviceId: session.device.id })
    const device = await deviceStore.setName(account.tx, session.device.id, name)
    return presentListed(deps, { ...session, device }, { currentId: context.session.id, language: context.language })
  })
}
