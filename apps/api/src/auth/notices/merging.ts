import * as z from 'zod/mini'
import { RequestFacts } from '../../platform/context.ts'
import type { NoticeKind } from '../../platform/mail/notice.ts'
import type { LockedAccount } from '../account/change-account.ts'
import { findNewestNotice } from '../challenges/buttons.ts'
import { addToChallenge } from '../challenges/service.ts'

/** How many further events a mail lists. The others it only counts. */
const mostListed = 9

const Place = z.pick(RequestFacts, { at: true, ip: true, userAgent: true })
type Place = z.output<typeof Place>

/** What the payload of a notice's challenge holds of merged mails. */
const Merged = z.object({
  /** When the mail is due, if it waits for further events. */
  dueAt: z._default(z.nullable(z.coerce.date()), null),
  others: z._default(z.array(Place), []),
  more: z._default(z.number(), 0),
})

/** The events of a mail besides its first one: some with time and place, of the rest the number. */
export const readMerged = (payload: unknown) => Merged.parse(payload)

/**
 * Keeps a person from getting a mail for each of many equal events. The first mail goes at once. An event that follows joins a mail
 * that is still unsent, or it opens one that waits until `mergeForMs` after the last.
 * Returns when the mail of this event is due, or 'merged' if another mail lists it.
 */
export async function mergeNotice(
  account: LockedAccount,
  { name, mergeForMs }: NoticeKind & { mergeForMs: number },
  { address, place }: { address: string; place: Place },
): Promise<{ dueAt: Date | null } | 'merged'> {
  const now = account.now.getTime()
  // A mail may have waited for one period, and the next one waits for another.
  const newest = await findNewestNotice(account, { name, address, since: new Date(now - 2 * mergeForMs) })
  if (!newest) return { dueAt: null }
  const { dueAt, others, more } = readMerged(newest.payload)
  if (newest.secretHash === null) {
    const isListed = others.length < mostListed
    const joined = isListed ? { others: [...others, place] } : { more: more + 1 }
    await addToChallenge(account, newest, joined)
    return 'merged'
  }
  const next = (dueAt ?? newest.createdAt).getTime() + mergeForMs
  return { dueAt: next > now ? new Date(next) : null }
}
