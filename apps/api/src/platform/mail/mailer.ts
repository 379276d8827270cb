/** A mail that is ready to send. */
export interface Mail {
  /** The same for every try, so a mail server or reader can recognise a duplicate. */
  readonly id: string
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
}

/** Sends or stores mails. */
export interface Mailer {
  /** Tries at the start whether mails can be sent, and logs what to change if not. Never throws. */
  verify(): Promise<void>
  /** Sends a mail. Throws if it should be tried again. Give the error a string `code`: the log keeps only its name and code. */
  send(mail: Mail): Promise<void>
  close(): void
}
