import type { MailWords } from '@latchkey/contracts/words/mails'
import { formatDuration } from '../../platform/mail/format-duration.ts'
import { isolated } from '../../platform/mail/isolated.ts'
import type { Letter } from '../../platform/mail/letter.ts'
import { type NoticeDetails, noticeKind, noticeLetter } from '../../platform/mail/notice.ts'
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

function addressLost(words: MailWords, details: NoticeDetails): Letter {
  const address = otherAddress(words, details.detail)
  const sentences = { ...words.addressLost(address), what: words.changeOfAddressTo(address) }
  return { ...noticeLetter(words, sentences, details), reason: 'formerAddress' }
}

const addressGained = (words: MailWords, details: NoticeDetails): Letter =>
  noticeLetter(words, words.addressGained(details.detail && isolated(details.detail)), details)

function emailChangeAsked(words: MailWords, details: NoticeDetails): Letter {
  const { furtherUrl, detail } = details
  const what = words.changeOfAddressTo(otherAddress(words, detail))
  return {
    ...noticeLetter(words, { ...words.emailChangeAsked(furtherUrl !== undefined), what }, details),
    ...(furtherUrl && { button: { label: words.cancelChange, url: furtherUrl } }),
  }
}

const deleted = (words: MailWords, details: NoticeDetails): Letter => ({
  ...noticeLetter(words, words.deleted(details.restores), details),
  secondButton: { label: words.keep, url: details.url },
  reason: details.restores ? 'formerAddress' : 'account',
})

/** Examples for the gallery. */
export const sampleLetters = ({ words, origin }: SampleDetails) => ({
  address_link: addressLink(words, `${origin}/confirm-email#token=example`, 86_400_000),
  address_taken: addressTaken(words, `${origin}/login`),
})

/** The mails about changes to an account. */
export const accountNotices = {
  emailChangeAsked: noticeKind('email_change_asked', emailChangeAsked, { further: 'cancel_email' }),
  emailChanged: noticeKind('email_changed', (words, details) =>
    details.restores ? addressLost(words, details) : addressGained(words, details),
  ),
  deleted: noticeKind('account_deleted', deleted, { lifetimeMs: restorableForMs, button: 'keep' }),
  deletionUndone: noticeKind('deletion_undone', (words, details) => noticeLetter(words, words.deletionUndone, details)),
} as const
