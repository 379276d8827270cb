import { EventEmitter, once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'

export interface ReceivedMail {
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
  /** The URLs at the end of the text's lines; the first is the button's. */
  readonly links: readonly string[]
  /** The digits to type, if there are any. */
  readonly code: string | undefined
  /** The whole mail, with its headers. */
  readonly parsed: ParsedMail
}

export type SmtpServer = Awaited<ReturnType<typeof startSmtpServer>>

/** Starts a mail server on a free port; it keeps what it receives. It can be stopped and restarted on the same port. */
export async function startSmtpServer() {
  const mails: ReceivedMail[] = []
  // Each mail that is waited for is a listener.
  const arrivals = new EventEmitter().setMaxListeners(0)
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
    // A client that disconnects early is no error of the test.
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
    /** Waits for a mail to this address; removes and returns the oldest. */
    async take(address: string): Promise<ReceivedMail> {
      for (;;) {
        const at = mails.findIndex(({ to }) => to === address)
        const [mail] = at < 0 ? [] : mails.splice(at, 1)
        if (mail) return mail
        await once(arrivals, 'mail')
      }
    },
    /** Refuses every recipient with this code and words from now on; `undefined` accepts them again. */
    refuse(responseCode: number | undefined, words = 'refused') {
      refusal = responseCode === undefined ? undefined : Object.assign(new Error(words), { responseCode })
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
