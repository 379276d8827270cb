import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import type { Browser, Engine, Refusal } from './browser.ts'

/** Without what a new profile fetches from the internet. */
const always = {
  'app.normandy.enabled': false,
  'app.update.enabled': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'services.settings.server': 'data:,none',
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
}

const preferences: Record<Refusal, Record<string, boolean | number>> = {
  cookies: { 'network.cookie.cookieBehavior': 2 },
  storage: { 'dom.storage.enabled': false, 'dom.indexedDB.enabled': false },
  BroadcastChannel: {},
}

/** Firefox speaks WebDriver BiDi itself, so no driver is needed. */
export const firefox: Engine = {
  name: 'Firefox',
  programs: { 'firefox-esr': 'firefox-esr' },
  refuses: ['cookies', 'storage', 'BroadcastChannel'],
  async start(refusal) {
    const profile = await mkdtemp(path.join(tmpdir(), 'latchkey-firefox-'))
    const chosen = { ...always, ...(refusal && preferences[refusal]) }
    const lines = Object.entries(chosen).map(([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});\n`)
    await writeFile(path.join(profile, 'user.js'), lines.join(''))
    const program = spawn(
      'firefox-esr',
      ['--headless', '--no-remote', '--remote-debugging-port=0', '--profile', profile],
      {
        env: { ...process.env, HOME: profile },
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    )
    const exited = once(program, 'exit')
    const connection = await connect(await addressOf(program.stderr))
    const browser = await openSession(connection, refusal)
    return {
      ...browser,
      async close() {
        connection.close()
        program.kill()
        await exited
        await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
      },
    }
  },
}

async function addressOf(stderr: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: stderr })) {
    const [address] = /ws:\/\/\S+/.exec(line) ?? []
    // Read on, so that the browser never waits for room in the pipe.
    if (address) return stderr.resume() && address
  }
  throw new Error('Firefox did not start.')
}

type Send = (method: string, params: object) => Promise<Record<string, unknown>>

async function connect(address: string): Promise<{ send: Send; close: () => void }> {
  const socket = new WebSocket(`${address}/session`)
  await once(socket, 'open')
  const waiting: PromiseWithResolvers<Record<string, unknown>>[] = []
  socket.addEventListener('message', ({ data }) => {
    const { type, id, message, result } = JSON.parse(String(data))
    type === 'error' ? waiting[id]?.reject(new Error(message)) : waiting[id]?.resolve(result)
  })
  socket.addEventListener('close', () => {
    for (const { reject } of waiting) reject(new Error('Firefox has ended.'))
  })
  const send: Send = (method, params) => {
    const answer = Promise.withResolvers<Record<string, unknown>>()
    const id = waiting.push(answer) - 1
    socket.send(JSON.stringify({ id, method, params }))
    return answer.promise
  }
  return { send, close: () => socket.close() }
}

async function openSession({ send }: { send: Send }, refusal?: Refusal): Promise<Omit<Browser, 'close'>> {
  await send('session.new', { capabilities: { alwaysMatch: { acceptInsecureCerts: true } } })
  const { contexts } = (await send('browsingContext.getTree', {})) as { contexts: { context: string }[] }
  const context = contexts[0]?.context
  if (refusal === 'BroadcastChannel')
    await send('script.addPreloadScript', { functionDeclaration: '() => { delete globalThis.BroadcastChannel }' })
  return {
    open: async url => void (await send('browsingContext.navigate', { context, url, wait: 'complete' })),
    async run<T>(body: string): Promise<T> {
      const expression = `JSON.stringify((() => { ${body} })() ?? null)`
      const answer = await send('script.evaluate', { expression, target: { context }, awaitPromise: true })
      const { result, exceptionDetails } = answer as { result?: { value: string }; exceptionDetails?: { text: string } }
      if (!result) throw new Error(exceptionDetails?.text)
      return JSON.parse(result.value)
    },
    act: async actions => void (await send('input.performActions', { context, actions: [actions] })),
  }
}
