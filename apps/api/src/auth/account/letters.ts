import { formatDuration } from '../../platform/mail/format-duration.ts'
import type { Letter } from '../../platform/mail/letter.ts'
import { type NoticeDetails, noticeKind } from '../../platform/mail/notice.ts'
import { ifNotYou, notMeButton } from '../notices/words.ts'

/** How long a deleted account can be restored. */
const restorableForMs = 7 * 86_400_000

/** The mail to the new address. Its reader may be a stranger, so it names no one. */
export const addressLink = (url: string, lifetimeMs: number): Letter => ({
  subject: 'Confirm your new address',
  heading: 'Confirm your new address',
  paragraphs: [
    'Somebody asked to use this address for their account.',
    `Open the link in a browser in which you are signed in. It works once, until ${formatDuration(lifetimeMs)} after the request.`,
  ],
  button: { label: 'Use this address', url },
  closing: ['If you did not ask for this, do nothing: nothing changes without your click.'],
})

/** The mail to the owner of an address when someone, perhaps the owner, asks to use it for another account. */
export const addressTaken = (loginUrl: string): Letter => ({
  subject: 'You already have an account',
  heading: 'You already have an account',
  paragraphs: [
    'Somebody asked to use this address for another account. That is not possible, since there is an account with it already: yours.',
  ],
  button: { label: 'Sign in', url: loginUrl },
  closing: ['If it was not you, do nothing: nothing has changed.'],
})

const addressLost = ({ url, facts, detail }: NoticeDetails): Letter => ({
  subject: 'Your email address was changed',
  heading: 'Your account has a new email address',
  paragraphs: [
    `Your account now uses ${detail ?? 'another address'} instead of this one. You sign in with the new address, and later mails go there.`,
  ],
  facts: [['What', `Change of address to ${detail ?? 'another address'}`], ...facts],
  closing: [
    `If this was you, there is nothing to do. ${ifNotYou} Your account then returns to this address. That works for 14 days.`,
  ],
  secondButton: notMeButton(url),
})

const addressGained = ({ url, facts, detail }: NoticeDetails): Letter => ({
  subject: 'This is now the email address of your account',
  heading: 'This is now your email address',
  paragraphs: [`Your account uses this address${detail ? ` instead of ${detail}` : ''} from now on. Sign in with it.`],
  facts: [['What', 'Change of address to this one'], ...facts],
  closing: [`If this was you, there is nothing to do. ${ifNotYou}`],
  secondButton: notMeButton(url),
})

/** The mails about changes to an account. */
export const accountNotices = {
  emailChangeAsked: noticeKind('email_change_asked', ({ url, facts, detail }) => ({
    subject: 'Somebody asked to change your email address',
    heading: 'A new email address was asked for',
    paragraphs: [
      'From your account, somebody asked to use another email address instead of this one. Nothing changes until the new address is confirmed by a link that we sent to it.',
    ],
    facts: [['What', `Change of address to ${detail ?? 'another address'}`], ...facts],
    closing: [`If this was you, there is nothing to do here. ${ifNotYou} The change is then off.`],
    secondButton: notMeButton(url),
  })),
  emailChanged: noticeKind('email_changed', details =>
    details.restores ? addressLost(details) : addressGained(details),
  ),
  deleted: noticeKind(
    'account_deleted',
    ({ url, facts, restores }) => ({
      subject: 'Your account is deleted',
      heading: 'Your account is deleted',
      paragraphs: [
        'You are signed out everywhere, and no one can sign in to your account any more. Seven days after the deletion, everything that we keep about you is erased for good.',
      ],
      facts: [['What', 'Deletion of your account'], ...facts],
      closing: [
        ...(restores
          ? [
              `Your account had another address by then. The button returns it to this one, within the 14 days that we wrote of.`,
            ]
          : []),
        'If you want it back, or did not ask for this, keep your account within those seven days. You then choose a new password by a link that we send to you.',
      ],
      secondButton: { label: 'Keep my account', url },
    }),
    { lifetimeMs: restorableForMs, button: 'keep' },
  ),
} as const
