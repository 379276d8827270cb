import type { Transaction } from '@latchkey/database/client'
import * as z from 'zod/mini'
import { findRight, findRightsTo, prepareChallenge } from '../challenges/service.ts'
import type { Deps } from '../deps.ts'
import { deviceOf } from '../live-sessions/device.ts'
import { jobKind } from '../outbox/outbox.ts'
import type { Origin } from '../principal.ts'

const dayMs = 86_400_000
const rightLifetimeMs = 14 * dayMs
/** As long as the account could still be kept. */
const keepLifetimeMs = 7 * dayMs
const userAgentMaxLength = 512

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

/** When something was asked for, and from where, as a mail tells it. */
export const Circumstances = z.object({
  at: z.iso.datetime(),
  ip: z.nullable(z.string()),
  userAgent: z.nullable(z.string()),
  requestId: z.optional(z.string()),
})
export type Circumstances = z.infer<typeof Circumstances>

/** The circumstances of a request, for a job that mails about it. */
export const circumstancesOf = (
  deps: Deps,
  { at, ip, userAgent, requestId }: Origin & { at?: Date },
): Circumstances => ({
  at: (at ?? deps.clock.now()).toISOString(),
  ip: ip ?? null,
  userAgent: userAgent?.slice(0, userAgentMaxLength) ?? null,
  ...(requestId !== undefined && { requestId }),
})

export const noticeJob = jobKind(
  'notice',
  z.extend(Circumstances, {
    userId: z.uuid(),
    challengeId: z.uuid(),
    kind: NoticeKind,
    restores: z.boolean(),
    detail: z.nullable(z.string()),
  }),
)

export interface Notice extends Origin {
  userId: string
  /** Where it goes: whoever reads that mail may say "this wasn't me". */
  address: string
  kind: NoticeKind
  /** Whether that brings this address back: for the mail to the old address after a change. */
  restores?: boolean
  /** The other address, for what is about one. */
  detail?: string
  /** When it happened; now, if not told. */
  at?: Date
}

/** Has a person told by mail what happened to their account, once `tx` is committed, with a button that undoes it. */
export async function notify(deps: Deps, tx: Transaction, notice: Notice): Promise<void> {
  const { userId, address, kind, restores = false, detail = null, at = deps.clock.now() } = notice
  // Open from now on, not from when the mail leaves: who is first is decided by what happened first, however late the mail.
  const challengeId = await prepareChallenge(deps, tx, 'not_me', {
    userId,
    address,
    createdAt: at,
    lifetimeMs: kind === 'account_deleted' ? keepLifetimeMs : rightLifetimeMs,
    payload: { restores, notice: kind },
  })
  const circumstances = circumstancesOf(deps, { ...notice, at })
  await deps.outbox.add(tx, noticeJob, { userId, challengeId, kind, restores, detail, ...circumstances })
}

/**
 * Tells of a deletion wherever it can be undone: at the person's address, and at those that may have the account back, which do both
 * by the right that they have.
 */
export async function notifyDeletion(
  deps: Deps,
  tx: Transaction,
  { userId, address, ...request }: Pick<Notice, 'userId' | 'address' | keyof Origin>,
): Promise<void> {
  const at = deps.clock.now()
  await notify(deps, tx, { userId, address, kind: 'account_deleted', at, ...request })
  const told = { userId, kind: 'account_deleted', restores: true, detail: null } as const
  for (const right of await findRightsTo(deps, tx, userId))
    if (right.address !== address)
      await deps.outbox.add(tx, noticeJob, {
        ...told,
        challengeId: right.id,
        ...circumstancesOf(deps, { at, ...request }),
      })
}

/**
 * Mails once more, to an address that had an account until lately, the way to have it back; false where there is none. While
 * that right lasts no other account gets the address, but for the one that had it (`except`): whose account a thief has moved away would
 * otherwise make a new one and lose the old one for good.
 */
export async function remindOfRight(
  deps: Deps,
  address: string,
  { except }: { except?: string } = {},
): Promise<boolean> {
  const right = await findRight(deps, deps.db, { address, ...(except !== undefined && { userId: { not: except } }) })
  if (!right?.userId) return false
  const { id: challengeId, userId, createdAt: at } = right
  const told = { userId, challengeId, kind: 'email_changed', restores: true, detail: null } as const
  await deps.db.$transaction(tx => deps.outbox.add(tx, noticeJob, { ...told, ...circumstancesOf(deps, { at }) }))
  return true
}

/** Mails once more, to who has left, the way to come back: by the button of that letter, and by nothing else. */
export const remindOfDeletion = (deps: Deps, left: { id: string; email: string; deletedAt: Date }): Promise<void> =>
  deps.db.$transaction(tx =>
    notify(deps, tx, { userId: left.id, address: left.email, kind: 'account_deleted', at: left.deletedAt }),
  )

/** When and where, as the lines of a mail. */
export function factsOf({ at, ip, userAgent }: Circumstances): [label: string, value: string][] {
  const facts: [string, string][] = [['When', inWords(new Date(at))]]
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
  const { browser, os } = deviceOf(userAgent)
  return browser !== null && os !== null ? `${browser} on ${os}` : (browser ?? os)
}
