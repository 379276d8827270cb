import type { endTrust as contract } from '@latchkey/contracts/auth/devices'
import type { Input } from '@latchkey/contracts/endpoint'
import type { Deps } from '../../deps.ts'
import type { SessionContext } from '../../platform/context.ts'
import { ApiError } from '../../platform/errors.ts'
import { changeOwnAccount } from '../account/own-account.ts'
import { record } from '../audit-log/service.ts'
import { requireSession } from './confirmation.ts'
import * as deviceStore from './device-store.ts'
import * as store from './store.ts'

/**
 * Ends the trust in the device of one of the person's sessions: its next sign-in asks for the second factor.
 * @throws {ApiError} not_found for an unknown session, another person's, and one whose device was forgotten; session_ended
 */
export const endTrustOf = (deps: Deps, context: SessionContext, { id }: Input<typeof contract>): Promise<void> =>
  changeOwnAccount(deps, context, async account => {
    await requireSession(account)
    const session = await store.findOfUserWithDevice(account.tx, account.user.id, id)
    if (!session?.device) throw new ApiError('not_found')
    if (session.device.trustedUntil === null) return
    await deviceStore.setTrust(account.tx, session.device.id, null)
    await record(account, { kind: 'device_trust_ended', sessionId: id, deviceId: session.device.id })
  })
