import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../../e2e/fixtures/free-port.ts'
import type { Engine, Refusal } from './browser.ts'

/** The arguments of WebKitGTK's MiniBrowser. */
const switches: Partial<Record<Refusal, string[]>> = {
  cookies: ['--cookies-policy=never'],
  storage: ['--enable-html5-local-storage=false', '--enable-html5-database=false'],
}

const startMs = 30_000

/** WebKitGTK has Safari's engine. It needs a display, which Xvfb provides, and speaks WebDriver through its own driver. */
export const webkit: Engine = {
  name: 'WebKit',
  programs: { WebKitWebDriver: 'webkit2gtk-driver', Xvfb: 'xvfb' },
  refuses: ['cookies', 'storage'],
  async start(refusal) {
    const home = await mkdtemp(path.join(tmpdir(), 'latchkey-webkit-'))
    const display = spawn('Xvfb', ['-displayfd', '1', '-nolisten', 'tcp', '-screen', '0', '1280x900x24'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const [number] = await once(createInterface({ input: display.stdout }), 'line')
    const port = await freePort()
    const driver = spawn('WebKitWebDriver', ['--host=127.0.0.1', `--port=${port}`], {
      env: {
        PATH: process.env.PATH,
        HOME: home,
        DISPLAY: `:${number}`,
        LIBGL_ALWAYS_SOFTWARE: '1',
        GSETTINGS_BACKEND: 'memory',
      },
      stdio: 'ignore',
    })
    const exits = [once(display, 'exit'), once(driver, 'exit')]
    const session = await openSession(`http://127.0.0.1:${port}`, refusal)
    return {
      open: async url => void (await session('POST', '/url', { url })),
      async run<T>(body: string): Promise<T> {
        const script = `return JSON.stringify((() => { ${body} })() ?? null)`
        return JSON.parse(String(await session('POST', '/execute/sync', { script, args: [] })))
      },
      act: async actions => void (await session('POST', '/actions', { actions: [actions] })),
      async close() {
        await session('DELETE', '')
        driver.kill()
        display.kill()
        await Promise.all(exits)
        await rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
      },
    }
  },
}

async function openSession(url: string, refusal?: Refusal) {
  const options = { args: ['--automation', ...((refusal && switches[refusal]) ?? [])] }
  const capabilities = { alwaysMatch: { acceptInsecureCerts: true, 'webkitgtk:browserOptions': options } }
  await untilReady(url)
  const { sessionId } = (await ask('POST', `${url}/session`, { capabilities })) as { sessionId: string }
  return (method: string, path: string, body?: object) => ask(method, `${url}/session/${sessionId}${path}`, body)
}

async function untilReady(url: string): Promise<void> {
  for (const end = Date.now() + startMs; ; await sleep(100)) {
    const response = await fetch(`${url}/status`).catch(() => undefined)
    if (response?.ok) return
    if (Date.now() > end) throw new Error('WebKitWebDriver did not start.')
  }
}

async function ask(method: string, url: string, body?: object): Promise<unknown> {
  const response = await fetch(url, { method, ...(body && { body: JSON.stringify(body) }) })
  const { value } = (await response.json()) as { value: { error?: string; message?: string } | null }
  if (!response.ok) throw new Error(`${value?.error}: ${value?.message}`)
  return value
}
