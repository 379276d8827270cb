/** Journeys that cannot pass through three servers by https, by the words of their title (letters and commas only), and why. */
export const notApplicable: readonly { readonly title: string; readonly why: string }[] = [
  {
    title: 'without a mail server, mails are stored and can be read in the app',
    why: 'the mailbox is for developers: a server whose address is https has none',
  },
  {
    title: 'the pages for mails that were kept',
    why: 'the mailbox is for developers: a server whose address is https has none',
  },
]
