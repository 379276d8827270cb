import type { Letter } from '../../platform/mail/letter.ts'

type Facts = readonly (readonly [label: string, value: string])[]

export interface NoticeDetails {
  /** Where the button leads. */
  url: string
  facts: Facts
  /** Whether the button brings back the address that the mail goes to. */
  restores: boolean
  /** The other address, for what is about one. */
  detail: string | null
}

type Kind =
  | 'password_changed'
  | 'email_change_asked'
  | 'email_changed'
  | 'signed_in'
  | 'token_leaked'
  | 'guessed_by_strangers'
  | 'password_disabled'
  | 'account_deleted'

/** What happened, when, where, and the button for whoever did not do it. */
export const noticeLetter = (kind: Kind, details: NoticeDetails): Letter => letters[kind](details)

const letters: Record<Kind, (details: NoticeDetails) => Letter> = {
  password_changed: ({ url, facts }) => ({
    subject: 'Your password was changed',
    heading: 'Your password was changed',
    paragraphs: [
      'Your account has another password than before. Other devices that were signed in have been signed out.',
    ],
    facts: [['What', 'New password'], ...facts],
    closing: [`If this was you, there is nothing to do. ${ifNot}`],
    secondButton: notMe(url),
  }),
  email_change_asked: ({ url, facts, detail }) => ({
    subject: 'Somebody asked to change your email address',
    heading: 'A new email address was asked for',
    paragraphs: [
      'From your account, somebody asked to use another email address instead of this one. Nothing changes until the new address is confirmed by a link that we sent to it.',
    ],
    facts: [['What', `Change of address to ${detail ?? 'another address'}`], ...facts],
    closing: [`If this was you, there is nothing to do here. ${ifNot} The change is then off.`],
    secondButton: notMe(url),
  }),
  email_changed: details => (details.restores ? addressLost(details) : addressGained(details)),
  signed_in: ({ url, facts }) => ({
    subject: 'New sign-in to your account',
    heading: 'A new device signed in',
    paragraphs: ['Your account was just used on a device that we have not seen before.'],
    facts: [['What', 'Sign-in with your password'], ...facts],
    closing: [`If this was you, there is nothing to do. ${ifNot}`],
    secondButton: notMe(url),
  }),
  token_leaked: ({ url, facts }) => ({
    subject: 'A session of yours was found in public',
    heading: 'A session of yours was found in public',
    paragraphs: [
      'The secret token of one of your sessions was found where others can read it, such as in published code. We have ended that session; nobody gets in by it any more.',
    ],
    facts: [['What', 'End of the session that was used here'], ...facts],
    closing: [
      'Sign in again where you used it, and keep the new token out of what you publish.',
      'If you do not know that session, press the button: every device is signed out, and you choose a new password.',
    ],
    secondButton: notMe(url),
  }),
  guessed_by_strangers: ({ url, facts }) => ({
    subject: 'Somebody is guessing at your password',
    heading: 'Somebody is guessing at your password',
    paragraphs: [
      'Fifty wrong passwords in a row were tried for your account, on devices that have not signed you in before. Your password now counts only where you have signed in before.',
    ],
    facts: [['What', 'The last of fifty wrong passwords'], ...facts],
    closing: [
      'On your own devices, nothing changes. To sign in on a new one, first choose a new password: on the sign-in page, by "Forgot your password?".',
      'Press the button if you no longer trust your devices either: every one of them is signed out, and you choose a new password.',
    ],
    secondButton: notMe(url),
  }),
  password_disabled: ({ url, facts }) => ({
    subject: 'Your password no longer works',
    heading: 'Your password no longer works',
    paragraphs: [
      'Fifty wrong passwords in a row were tried for your account, on a device that you have used before. So that nobody guesses on, your password was taken out of use.',
    ],
    facts: [['What', 'The last of fifty wrong passwords'], ...facts],
    closing: [
      'Choose a new one on the sign-in page, by "Forgot your password?".',
      'If it was not you who tried, press the button: every device is signed out, and you choose a new password.',
    ],
    secondButton: notMe(url),
  }),
  account_deleted: ({ url, facts, restores }) => ({
    subject: 'Your account is deleted',
    heading: 'Your account is deleted',
    paragraphs: [
      'You are signed out everywhere, and nobody can sign in any more. Seven days after the deletion, everything that we keep about you is erased for good.',
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
}

const addressLost = ({ url, facts, detail }: NoticeDetails): Letter => ({
  subject: 'Your email address was changed',
  heading: 'Your account has a new email address',
  paragraphs: [
    `Your account now uses ${detail ?? 'another address'} instead of this one. You sign in with the new address, and later mails go there.`,
  ],
  facts: [['What', `Change of address to ${detail ?? 'another address'}`], ...facts],
  closing: [
    `If this was you, there is nothing to do. ${ifNot} Your account then returns to this address. That works for 14 days.`,
  ],
  secondButton: notMe(url),
})

const addressGained = ({ url, facts, detail }: NoticeDetails): Letter => ({
  subject: 'This is now the email address of your account',
  heading: 'This is now your email address',
  paragraphs: [`Your account uses this address${detail ? ` instead of ${detail}` : ''} from now on. Sign in with it.`],
  facts: [['What', 'Change of address to this one'], ...facts],
  closing: [`If this was you, there is nothing to do. ${ifNot}`],
  secondButton: notMe(url),
})

const ifNot = 'If it was not, press the button: every device is signed out, and you choose a new password.'
const notMe = (url: string) => ({ label: "This wasn't me", url })
