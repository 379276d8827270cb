import { EventEmitter, once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'

export interface ReceivedMail {
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
  /** The addresses of the text's lines that are, or end in, one; the first is the button's. */
  readonly links: readonly string[]
  /** The digits to type, where there are some. */
  readonly code: string | undefined
  /** Everything that the mail says of itself. */
  readonly parsed: ParsedMail
}

export type SmtpServer = Awaited<ReturnType<typeof startSmtpServer>>

/** A mail server on a port of its own, which keeps what it gets. It can be stopped, and come back on the same port. */
export async function startSmtpServer() {
  const mails: ReceivedMail[] = []
  const arrivals = new EventEmitter()
  let refusal: Error | undefined
  let server = await listen(0)
  const { port } = server.server.address() as AddressInfo

  async function listen(port: number): Promise<SMTPServer> {
    const listening = new SMTPServer({
      disabledCommands: ['AUTH', 'STARTTLS'],
      disableReverseLookup: true,
      closeTimeout: 100,
      onRcptTo: (_address, _session, callback) => callback(refusal),
      onData(stream, { envelope }, callback) {
        simpleParser(stream).then(parsed => {
          for (const { address } of envelope.rcptTo) mails.push(received(address, parsed))
          arrivals.emit('mail')
          callback()
        }, callback)
      },
    })
    // A client that goes away in the middle is its own matter.
    listening.on('error', () => {})
    listening.listen(port, '127.0.0.1')
    await once(listening.server, 'listening')
    return listening
  }
  const stop = () => new Promise<void>(resolve => server.close(resolve))

  return {
    url: `smtp://127.0.0.1:${port}`,
    /** Everything that arrived, oldest first. */
    mails: mails as readonly ReceivedMail[],
    /** The oldest mail to this address that nobody has taken yet, as soon as it is there. */
    async take(address: string): Promise<ReceivedMail> {
      for (;;) {
        const at = mails.findIndex(({ to }) => to === address)
        const [mail] = at < 0 ? [] : mails.splice(at, 1)
        if (mail) return mail
        await once(arrivals, 'mail')
      }
    },
    /** Refuses every recipient with this code from now on; `undefined` takes it back. */
    refuse(responseCode: number | undefined) {
      refusal = responseCode === undefined ? undefined : Object.assign(new Error('refused'), { responseCode })
    },
    stop,
    async restart() {
      server = await listen(port)
    },
    close: stop,
  }
}

function received(to: string, parsed: ParsedMail): ReceivedMail {
  const text = parsed.text ?? ''
  return {
    to,
    subject: parsed.subject ?? '',
    text,
    html: parsed.html || '',
    links: text.match(/https?:\/\/\S+$/gm) ?? [],
    code: /^\d{6}$/m.exec(text)?.[0],
    parsed,
  }
}
