/** Journeys that cannot pass through three servers by https, by the words of their title (letters and commas only), and why. */
export const notApplicable: readonly { readonly title: string; readonly why: string }[] = [
  {
    title: 'without a mail server, mails are stored and can be read in the app',
    why: 'the mailbox for developers is one server with http',
  },
  { title: 'the pages for mails that were kept', why: 'the mailbox for developers is one server with http' },
  {
    title: 'a page that loads waits for it',
    why: 'while the database is away no server is ready, so Caddy sends pages to none and answers 503 itself',
  },
]
