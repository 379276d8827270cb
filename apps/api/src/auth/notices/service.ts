import * as z from 'zod/mini'
import type { Deps } from '../../deps.ts'
import { describeClient } from '../../platform/client.ts'
import { contextFrom, RequestFacts, systemContext } from '../../platform/context.ts'
import { jobKind } from '../../platform/jobs/jobs.ts'
import { changeAccount, type LockedAccount } from '../account/change-account.ts'
import { findReclaim, findReclaimsOf, prepareChallenge } from '../challenges/service.ts'

const dayMs = 86_400_000
const reclaimLifetimeMs = 14 * dayMs
/** As long as the account could still be kept. */
const keepLifetimeMs = 7 * dayMs

const NoticeKind = z.enum([
  'password_changed',
  'email_change_asked',
  'email_changed',
  'signed_in',
  'token_leaked',
  'guessed_by_strangers',
  'password_disabled',
  'account_deleted',
])
export type NoticeKind = z.infer<typeof NoticeKind>

export const noticeJob = jobKind(
  'notice',
  z.extend(RequestFacts, {
    userId: z.uuid(),
    challengeId: z.uuid(),
    kind: NoticeKind,
    restores: z.boolean(),
    detail: z.nullable(z.string()),
  }),
)

export interface NoticeDetails {
  /** Where it goes, if not to the person's address: whoever reads that mail may say "this wasn't me". */
  address?: string
  /** Whether that brings this address back: for the mail to the old address after a change. */
  restores?: boolean
  /** The other address, for what is about one. */
  detail?: string
  /** When it happened; now, if not told. */
  at?: Date
  /** From where, if not from where the request came. */
  where?: Pick<RequestFacts, 'ip' | 'userAgent'>
}

/** Has a person told by mail what happened to their account, once that is committed, with a button that undoes it. */
export async function notify(account: LockedAccount, kind: NoticeKind, details: NoticeDetails = {}): Promise<void> {
  const { deps, tx, user, now, context } = account
  const { address = user.email, restores = false, detail = null, at = now, where = context } = details
  // Open from now on, not from when the mail leaves: who is first is decided by what happened first, however late the mail.
  const challengeId = await prepareChallenge(account, 'not_me', {
    address,
    createdAt: at,
    lifetimeMs: kind === 'account_deleted' ? keepLifetimeMs : reclaimLifetimeMs,
    payload: { restores, notice: kind },
  })
  const { ip, userAgent } = where
  const { requestId } = context
  await deps.jobs.add(tx, noticeJob, {
    ...{ userId: user.id, challengeId, kind, restores, detail },
    ...{ at, ip, userAgent, requestId },
  })
}

/**
 * Tells of a deletion wherever it can be undone: at the person's address, and at those that may have the account back, which do both
 * by the right that they have.
 */
export async function notifyDeletion(account: LockedAccount): Promise<void> {
  const { deps, tx, user, now, context } = account
  await notify(account, 'account_deleted')
  const told = { userId: user.id, kind: 'account_deleted', restores: true, detail: null } as const
  for (const { id: challengeId, address } of await findReclaimsOf(account))
    if (address !== user.email) await deps.jobs.add(tx, noticeJob, { ...context, ...told, challengeId, at: now })
}

/**
 * Mails once more, to an address that had an account until lately, the way to reclaim it; false where there is none. While
 * that right lasts no other account gets the address, but for the one that had it (`except`): whose account a thief has moved away would
 * otherwise make a new one and lose the old one for good.
 */
export async function remindOfReclaim(
  deps: Deps,
  address: string,
  { except }: { except?: string } = {},
): Promise<boolean> {
  const reclaim = await findReclaim(deps, deps.db, {
    address,
    ...(except !== undefined && { userId: { not: except } }),
  })
  if (!reclaim?.userId) return false
  const { id: challengeId, userId, createdAt } = reclaim
  const told = { userId, challengeId, kind: 'email_changed', restores: true, detail: null } as const
  await deps.db.$transaction(tx => deps.jobs.add(tx, noticeJob, { ...told, ...contextFrom({ at: createdAt }) }))
  return true
}

/** Mails once more, to who has left, the way to come back: by the button of that letter, and by nothing else. */
export async function remindOfDeletion(deps: Deps, left: { id: string; deletedAt: Date }): Promise<void> {
  await changeAccount(deps, systemContext(deps), left.id, account =>
    notify(account, 'account_deleted', { at: left.deletedAt }),
  )
}

/** When and where, as the lines of a mail. */
export function factsOf({ at, ip, userAgent }: RequestFacts): [label: string, value: string][] {
  const facts: [string, string][] = [['When', inWords(at)]]
  if (ip !== null) facts.push(['Where', [ip, deviceInWords(userAgent)].filter(Boolean).join(', ')])
  return facts
}

const date = new Intl.DateTimeFormat('en-GB', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
})
const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' })

/** A mail does not know its reader's time zone, so it names its own. */
const inWords = (at: Date) => `${date.format(at)} at ${time.format(at)} UTC`

function deviceInWords(userAgent: string | null): string | null {
  const { browser, os } = describeClient(userAgent)
  return browser !== null && os !== null ? `${browser} on ${os}` : (browser ?? os)
}
