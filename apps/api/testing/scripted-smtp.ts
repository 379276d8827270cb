import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'

/** Replies by the first word of a command; `greeting` comes before the first, and `.` after the content. Null stays silent. */
export type Script = Readonly<Record<string, string | null>>

const usual: Script = {
  greeting: '220 mail.example.com',
  EHLO: '250-mail.example.com\r\n250 AUTH PLAIN LOGIN',
  AUTH: '235 2.7.0 Welcome',
  MAIL: '250 2.1.0 Ok',
  RCPT: '250 2.1.5 Ok',
  DATA: '354 Go on',
  '.': '250 2.0.0 Ok',
  RSET: '250 2.0.0 Ok',
  QUIT: '221 2.0.0 Bye',
}

/** A mail server that answers as it is told, and whose script may change while it runs. */
export async function startScriptedSmtp(changes: Script = {}) {
  let script = { ...usual, ...changes }
  const sockets = new Set<Socket>()
  const received: string[] = []
  let open = 0
  let mostOpen = 0
  const server = createServer(socket => {
    sockets.add(socket)
    mostOpen = Math.max(mostOpen, ++open)
    socket.on('close', () => void --open)
    socket.on('error', () => {})
    const say = (key: string) => {
      const reply = script[key] ?? null
      if (reply !== null) socket.write(`${reply}\r\n`)
    }
    let rest = ''
    let isContent = false
    say('greeting')
    socket.setEncoding('utf8').on('data', chunk => {
      const lines = `${rest}${chunk}`.split('\r\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        if (isContent && line !== '.') continue
        const [word = ''] = line.split(/[ :]/)
        received.push(line)
        server.emit('command')
        isContent = word === 'DATA' && (script.DATA ?? '').startsWith('3')
        say(word.toUpperCase())
      }
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    port,
    url: `smtp://127.0.0.1:${port}`,
    /** Every command so far. */
    received: received as readonly string[],
    /** Waits until a command with this first word has come so many times. Only the test's own time limit bounds the wait. */
    async hears(word: string, times: number): Promise<void> {
      while (received.filter(line => line.startsWith(word)).length < times) await once(server, 'command')
    },
    /** The most connections that were open at once. */
    mostOpen: () => mostOpen,
    change(changes: Script) {
      script = { ...script, ...changes }
    },
    /** Says a line to every client, without being asked. */
    say(line: string) {
      for (const socket of sockets) socket.write(`${line}\r\n`)
    },
    close() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}
