import type { Database, Transaction } from '@latchkey/database/client'
import * as z from 'zod/mini'
import type { Deps } from '../../deps.ts'
import { RequestFacts } from '../../platform/context.ts'
import { jobKind } from '../../platform/jobs/jobs.ts'
import type { NoticeKind } from '../../platform/mail/notice.ts'
import type { LockedAccount } from '../account/change-account.ts'
import { prepareChallenge } from '../challenges/service.ts'

export const noticeJob = jobKind(
  'notice',
  z.extend(RequestFacts, {
    userId: z.uuid(),
    challengeId: z.uuid(),
    kind: z.string(),
    restores: z.boolean(),
    detail: z.nullable(z.string()),
  }),
)

export interface About {
  /** Where it goes, if not to the person's address: its reader may say "this wasn't me" too. */
  readonly address?: string
  /** Whether the button brings this address back: for the mail to the old address after a change. */
  readonly restores?: boolean
  /** The other address, for what is about one. */
  readonly detail?: string
  /** When it happened; now, if not told. */
  readonly at?: Date
  /** From where, if not from where the request came. */
  readonly where?: Pick<RequestFacts, 'ip' | 'userAgent'>
}

/** Has a person told by mail what happened to their account, once that is committed, with a button that undoes it. */
export async function notify(account: LockedAccount, kind: NoticeKind, about: About = {}): Promise<void> {
  const { deps, tx, user, now, context } = account
  const { address = user.email, restores = false, detail = null, at = now, where = context } = about
  // Open from now on, not from when the mail leaves: what happened first decides who is first, however late the mail.
  const challengeId = await prepareChallenge(account, 'not_me', {
    address,
    createdAt: at,
    lifetimeMs: kind.lifetimeMs,
    payload: { restores, notice: kind.name },
  })
  const { ip, userAgent } = where
  const asked = { at, ip, userAgent, requestId: context.requestId }
  await mailNotice(deps, tx, kind, { userId: user.id, challengeId, restores, detail, ...asked })
}

/** Mails a notice whose button is an open challenge already. */
export async function mailNotice(
  deps: Deps,
  db: Database | Transaction,
  kind: NoticeKind,
  told: Omit<z.output<typeof noticeJob.data>, 'kind'>,
): Promise<void> {
  findNotice(deps, kind.name)
  await deps.jobs.add(db, noticeJob, { ...told, kind: kind.name })
}

/** The notice of this name; throws where no feature lists it, so that none waits that nobody can write. */
export function findNotice({ features }: Deps, name: string): NoticeKind {
  const found = features.flatMap(({ notices = [] }) => notices).find(kind => kind.name === name)
  if (!found) throw new Error(`No feature lists the notice ${name}.`)
  return found
}
