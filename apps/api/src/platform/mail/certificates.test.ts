import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { expect, it, onTestFinished, vi } from 'vitest'
import { movableClock } from '../../../testing/movable-clock.ts'
import { createLog } from '../http/log.ts'
import { readSettings } from '../settings/settings.ts'
import { openMailer } from './open-mailer.ts'

it('a mail server with an untrusted certificate gets no mail', async () => {
  // It uses the self-signed certificate of the package, and prints a warning about it.
  vi.spyOn(console, 'error').mockImplementation(() => {})
  const server = new SMTPServer({ secure: true, onData: () => expect.unreachable('a mail was taken') })
  vi.restoreAllMocks()
  server.on('error', () => {})
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  onTestFinished(() => new Promise<void>(resolve => server.close(resolve)))
  const { port } = server.server.address() as AddressInfo
  const mailer = openMailer(
    readSettings({ SMTP_URL: `smtps://127.0.0.1:${port}` }),
    movableClock(),
    createLog('silent', { write: () => {} }),
  )
  onTestFinished(() => mailer.close())
  const mail = { id: 'one', to: 'ada@example.com', subject: 'A door', text: 'Come in.\n', html: '<p>Come in.</p>' }
  await expect(mailer.send(mail)).rejects.toThrow(/self-signed certificate|expired|unable to verify/)
})
