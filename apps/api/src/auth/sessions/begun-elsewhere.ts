import type { EndReason } from '@latchkey/contracts/auth/sessions'
import type { Database, Transaction } from '@latchkey/database/client'
import type { Deps } from '../../deps.ts'
import type { LockedAccount } from '../account/change-account.ts'
import { endLocked } from './lifecycle.ts'
import * as store from './store.ts'

/** Which sessions a provider means: those of its own session, or all that its account began until then. */
export interface Begun {
  readonly issuer: string
  /** Null: the provider's session says it all. */
  readonly subject: string | null
  /** What the provider calls its session. Null: all sessions of the subject. */
  readonly providerSession: string | null
  /** Later sessions stay, unless the provider's session began them: that one is over for good. */
  readonly until: Date
}

/** Whose sessions these are. */
export const findOwnersOfSessions = async ({ db }: Deps, begun: Begun): Promise<string[]> =>
  (await findOpen(db, begun, null)).map(({ userId }) => userId)

/** Ends the account's sessions among these. Returns the ids of those that were live. */
export async function endSessionsBegunBy(account: LockedAccount, begun: Begun, reason: EndReason): Promise<string[]> {
  const { tx, user, now } = account
  const ids = (await findOpen(tx, begun, user.id)).map(({ id }) => id)
  const open = await store.lockOpenOf(tx, { userId: user.id }, now)
  return endLocked(
    account,
    open.filter(({ id }) => ids.includes(id)),
    reason,
  )
}

/** A session whose `sid` we were never told counts as the subject's. */
const findOpen = (
  db: Database | Transaction,
  { issuer, subject, providerSession, until }: Begun,
  userId: string | null,
): Promise<{ id: string; userId: string }[]> => db.$queryRaw`
  select sessions.id, sessions.user_id as "userId"
  from sessions join identities on identities.id = sessions.identity_id
  where issuer = ${issuer} and (${subject}::text is null or subject = ${subject})
    and (${userId}::uuid is null or sessions.user_id = ${userId}::uuid) and revoked_at is null
    and (provider_session = ${providerSession}
      or (${providerSession}::text is null or provider_session is null and ${subject}::text is not null)
        and sessions.created_at <= ${until})
  order by sessions.id`
