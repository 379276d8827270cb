import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import { createServer } from 'node:https'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { startSmtpServer } from '@latchkey/api/testing/smtp-server'
import { readMailbox } from '@latchkey/contracts/platform/mailbox'
import { createDataDir } from '@latchkey/database/testing-data-dir'
import { freePort } from '../../e2e/fixtures/free-port.ts'

const certifier = 'openssl'
const program = path.resolve(import.meta.dirname, '../../apps/api/src/main.ts')

/** The built app. */
export interface Site {
  readonly url: string
  /** Calls the API as a client that is no browser. */
  call(path: string, init?: RequestInit): Promise<Response>
  /** The code of the next mail to this address. */
  codeFor(email: string): Promise<string>
  stop(): Promise<void>
}

/** As `npm start` serves it: over plain http, with the mailbox for developers. */
export async function startHttp(): Promise<Site> {
  const port = await freePort()
  const url = `http://localhost:${port}`
  const server = await startServer({ PORT: String(port) })
  return {
    url,
    call: (path, init) => fetch(url + path, init),
    async codeFor(email) {
      for (;;) {
        const { mails } = readAnswer(await (await fetch(url + readMailbox.path)).json())
        const code = mails.find(({ to }) => to === email)?.subject.match(/^\d{6}/)?.[0]
        if (code) return code
        await sleep(200)
      }
    },
    stop: server.stop,
  }
}

const readAnswer = (answer: unknown) => readMailbox.responses[200].parse((answer as { data: unknown }).data)

/** As in production: behind a proxy that ends TLS, with a mail server. */
export async function startHttps(): Promise<Site> {
  const [port, tlsPort] = [await freePort(), await freePort()]
  const url = `https://localhost:${tlsPort}`
  const mailServer = await startSmtpServer()
  const server = await startServer({
    NODE_ENV: 'production',
    PORT: String(port),
    APP_URL: url,
    APP_SECRET: 'a secret of the browsers that is long enough',
    TRUST_PROXY: 'loopback',
    SMTP_URL: mailServer.url,
    MAIL_FROM: 'no-reply@latchkey.example',
  })
  const proxy = createServer(makeCertificate(server.folder), (asked, answer) => {
    const { method, url, headers, socket } = asked
    const forwarded = { 'x-forwarded-proto': 'https', 'x-forwarded-for': socket.remoteAddress }
    const passed = request({ port, method, path: url, headers: { ...headers, ...forwarded } }, response => {
      answer.writeHead(response.statusCode ?? 502, response.headers)
      response.pipe(answer)
    })
    passed.on('error', () => answer.destroy())
    answer.on('close', () => passed.destroy())
    asked.pipe(passed)
  }).listen(tlsPort)
  return {
    url,
    // Not through the proxy, whose certificate Node does not know.
    call: (path, init) =>
      fetch(`http://127.0.0.1:${port}${path}`, {
        ...init,
        headers: { ...init?.headers, 'x-forwarded-proto': 'https' },
      }),
    async codeFor(email) {
      for (;;) {
        const { code } = await mailServer.take(email)
        if (code) return code
      }
    },
    async stop() {
      proxy.close()
      proxy.closeAllConnections()
      await server.stop()
      await mailServer.close()
    },
  }
}

async function startServer(settings: Record<string, string>) {
  const directory = await createDataDir()
  const env = { PATH: process.env.PATH, HOST: '127.0.0.1', DATA_DIR: directory.path, ...settings }
  const server = spawn(process.execPath, [program], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = once(server, 'exit')
  const lines = createInterface({ input: server.stdout })
  const isReady = new Promise<void>(resolve => {
    lines.on('line', line => line.includes(' is ready at ') && resolve())
  })
  await Promise.race([isReady, exited.then(() => Promise.reject(new Error('The app did not start.')))])
  return {
    folder: directory.path,
    async stop() {
      server.kill('SIGTERM')
      await exited
      await directory.remove()
    },
  }
}

/** A certificate of its own for localhost. The browsers are told to accept it. */
function makeCertificate(folder: string) {
  const [key, cert] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')]
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost']
  execFileSync(
    certifier,
    ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...names, '-keyout', key, '-out', cert],
    { stdio: 'ignore' },
  )
  return { key: readFileSync(key), cert: readFileSync(cert) }
}
