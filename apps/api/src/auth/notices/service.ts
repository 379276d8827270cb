import type { Database, Transaction } from '@latchkey/database/client'
import type { Challenge } from '@latchkey/database/models'
import * as z from 'zod/mini'
import type { Deps } from '../../deps.ts'
import { RequestFacts } from '../../platform/context.ts'
import { jobKind } from '../../platform/jobs/jobs.ts'
import { sharers } from '../../platform/jobs/shares.ts'
import type { NoticeKind } from '../../platform/mail/notice.ts'
import type { LockedAccount } from '../account/change-account.ts'
import { prepareChallenge } from '../challenges/service.ts'
import { mergeNotice } from './merging.ts'

/** Mails a notice about an account. */
export const noticeJob = jobKind(
  'notice',
  z.extend(RequestFacts, {
    userId: z.uuid(),
    challengeId: z.uuid(),
    /** Of the further button. Jobs of version 0.1 have none. */
    furtherId: z._default(z.nullable(z.uuid()), null),
    kind: z.string(),
    restores: z.boolean(),
    detail: z.nullable(z.string()),
  }),
  { sharedBy: ({ userId, ip }) => sharers(userId, ip) },
)

export interface About {
  /** The recipient, if not the person's address. Its reader can press "this wasn't me" too. */
  readonly address?: string
  /** Whether the button restores this address. True for the mail to the old address after a change. */
  readonly restores?: boolean
  /** What the letter names, such as the other address, or how a sign-in was proven. */
  readonly detail?: string
  /** When the event happened. Default: now. */
  readonly at?: Date
  /** Where the event came from. Default: the request. */
  readonly where?: Pick<RequestFacts, 'ip' | 'userAgent'>
  /** From when until when the button is valid. Default: from the event on, as long as the kind says. */
  readonly opened?: Pick<Challenge, 'createdAt' | 'expiresAt'>
  /** How long the further button of the kind works. */
  readonly furtherLifetimeMs?: number
}

/**
 * Mails a person about an event of their account, once it is committed. The mail has a button that undoes the event. Of a kind that
 * merges, further events soon after share one mail.
 */
export async function notify(account: LockedAccount, kind: NoticeKind, about: About = {}): Promise<void> {
  const { deps, tx, user, now, context } = account
  const { address = user.email, restores = false, detail = null, at = now, where = context } = about
  const { ip, userAgent } = where
  const { mergeForMs } = kind
  const place = { at, ip, userAgent }
  const merged =
    mergeForMs === undefined ? { dueAt: null } : await mergeNotice(account, { ...kind, mergeForMs }, { address, place })
  if (merged === 'merged') return
  const { dueAt } = merged
  // Opened at the time of the event, not when the mail is sent: the order of events decides who was first, even if a mail is late.
  const { createdAt, expiresAt } = about.opened ?? {
    createdAt: at,
    expiresAt: new Date(at.getTime() + kind.lifetimeMs),
  }
  const challengeId = await prepareChallenge(account, kind.button, {
    address,
    createdAt,
    lifetimeMs: expiresAt.getTime() - createdAt.getTime(),
    payload: { restores, notice: kind.name, ...(dueAt && { dueAt: dueAt.toISOString() }) },
  })
  const furtherId =
    kind.further && about.furtherLifetimeMs
      ? await prepareChallenge(account, kind.further, { address, lifetimeMs: about.furtherLifetimeMs })
      : null
  const asked = { ...place, requestId: context.requestId, language: context.language }
  const afterSeconds = dueAt === null ? 0 : Math.ceil((dueAt.getTime() - now.getTime()) / 1000)
  await mailNotice(
    deps,
    tx,
    kind,
    { userId: user.id, challengeId, furtherId, restores, detail, ...asked },
    { afterSeconds },
  )
}

/** Mails a notice for a challenge that is already open. */
export async function mailNotice(
  deps: Deps,
  db: Database | Transaction,
  kind: NoticeKind,
  {
    furtherId = null,
    ...data
  }: Omit<z.output<typeof noticeJob.data>, 'kind' | 'furtherId'> & { furtherId?: string | null },
  options: { afterSeconds?: number } = {},
): Promise<void> {
  findNotice(deps, kind.name)
  await deps.jobs.add(db, noticeJob, { ...data, furtherId, kind: kind.name }, options)
}

/** Whether somebody without a session can cause the notice with this name. */
export const needsNoSession = ({ features }: Deps, name: string): boolean =>
  features.some(({ notices = [] }) => notices.some(kind => kind.name === name && kind.withoutSession))

/**
 * The notice with this name.
 * @throws if no feature lists it, so that no job waits for a mail that cannot be written
 */
export function findNotice({ features }: Deps, name: string): NoticeKind {
  const found = features.flatMap(({ notices = [] }) => notices).find(kind => kind.name === name)
  if (!found) throw new Error(`No feature lists the notice ${name}.`)
  return found
}
