import { events } from '@latchkey/contracts/auth/sessions'
import { onTestFinished } from 'vitest'
import type { Caller } from './call-endpoint.ts'
import type { TestApi } from './test-api.ts'

interface Heard {
  readonly event: string
  readonly data: unknown
}

/** The address of a test API that listens, as a real server does. */
export const listenOn = (api: TestApi): Promise<string> => api.app.listen({ host: '127.0.0.1', port: 0 })

/** Opens the stream of a session as a browser would, until the test ends. */
export async function openEvents(address: string, { token, cookie }: Caller) {
  const controller = new AbortController()
  onTestFinished(() => controller.abort())
  const response = await fetch(address + events.path, {
    headers: { ...(token && { authorization: `Bearer ${token}` }), ...(cookie && { cookie }) },
    signal: controller.signal,
  })
  let pings = 0

  async function* read(): AsyncGenerator<Heard> {
    let text = ''
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      const parts = (text + chunk).split('\n\n')
      text = parts.pop() ?? ''
      for (const part of parts) {
        const [, event, data] = /^event: (\w+)\ndata: (.*)$/.exec(part) ?? []
        if (event === 'ping') pings += 1
        else if (event !== undefined && data !== undefined) yield { event, data: JSON.parse(data) }
      }
    }
  }
  const heard = read()
  return {
    response,
    get pings() {
      return pings
    },
    /** The next event, or `undefined` once the server has ended the stream; an announcement takes milliseconds, and the test's limit bounds it. */
    next: async (): Promise<Heard | undefined> => (await heard.next()).value,
    close: () => controller.abort(),
  }
}
