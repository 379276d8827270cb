/** A mail that is ready to go. */
export interface Mail {
  /** The same however often it is tried: a mail server or reader that sees it twice can tell. */
  readonly id: string
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
}

export interface Mailer {
  /** Hands a mail to the mail server; throws where it does not take it, so that it is tried again. */
  send(mail: Mail): Promise<void>
  close(): void
}
