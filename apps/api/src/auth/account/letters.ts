import type { MailWords } from '@latchkey/contracts/words/mails'
import { formatDuration } from '../../platform/mail/format-duration.ts'
import { isolated } from '../../platform/mail/isolated.ts'
import type { Letter } from '../../platform/mail/letter.ts'
import { type NoticeDetails, noticeKind } from '../../platform/mail/notice.ts'
import type { SampleDetails } from '../../platform/mail/sample-letters.ts'

/** How long a deleted account can be restored. */
const restorableForMs = 7 * 86_400_000

/** The mail to the new address. Its reader may be a stranger, so it names no one. */
export const addressLink = (words: MailWords, url: string, lifetimeMs: number): Letter => ({
  ...words.addressLink(formatDuration(words, lifetimeMs)),
  button: { label: words.useAddress, url },
  reason: 'newAddress',
})

/** The mail to the owner of an address when someone, perhaps the owner, asks to use it for another account. */
export const addressTaken = (words: MailWords, loginUrl: string): Letter => ({
  ...words.addressTaken,
  button: { label: words.signIn, url: loginUrl },
})

const otherAddress = (words: MailWords, address: string | null) =>
  address === null ? words.otherAddress : isolated(address)

function addressLost(words: MailWords, { url, facts, detail }: NoticeDetails): Letter {
  const address = otherAddress(words, detail)
  return {
    ...words.addressLost(address),
    facts: [[words.what, words.changeOfAddressTo(address)], ...facts],
    secondButton: { label: words.notMe, url },
    reason: 'formerAddress',
  }
}

function addressGained(words: MailWords, { url, facts, detail }: NoticeDetails): Letter {
  const { what, ...letter } = words.addressGained(detail && isolated(detail))
  return { ...letter, facts: [[words.what, what], ...facts], secondButton: { label: words.notMe, url } }
}

/** Examples for the gallery. */
export const sampleLetters = ({ words, origin }: SampleDetails) => ({
  address_link: addressLink(words, `${origin}/confirm-email#token=example`, 86_400_000),
  address_taken: addressTaken(words, `${origin}/login`),
})

/** The mails about changes to an account. */
export const accountNotices = {
  emailChangeAsked: noticeKind(
    'email_change_asked',
    (words, { url, furtherUrl, facts, detail }) => ({
      ...words.emailChangeAsked(furtherUrl !== undefined),
      facts: [[words.what, words.changeOfAddressTo(otherAddress(words, detail))], ...facts],
      ...(furtherUrl && { button: { label: words.cancelChange, url: furtherUrl } }),
      secondButton: { label: words.notMe, url },
    }),
    { further: 'cancel_email' },
  ),
  emailChanged: noticeKind('email_changed', (words, details) =>
    details.restores ? addressLost(words, details) : addressGained(words, details),
  ),
  deleted: noticeKind(
    'account_deleted',
    (words, { url, facts, restores }) => {
      const { what, ...letter } = words.deleted(restores)
      return {
        ...letter,
        facts: [[words.what, what], ...facts],
        secondButton: { label: words.keep, url },
        reason: restores ? 'formerAddress' : 'account',
      }
    },
    { lifetimeMs: restorableForMs, button: 'keep' },
  ),
  deletionUndone: noticeKind('deletion_undone', (words, { url, facts }) => {
    const { what, ...letter } = words.deletionUndone
    return { ...letter, facts: [[words.what, what], ...facts], secondButton: { label: words.notMe, url } }
  }),
} as const
