import { events } from '@latchkey/contracts/auth/sessions'
import { onTestFinished } from 'vitest'
import type { Caller } from './call-endpoint.ts'
import type { TestApi } from './test-api.ts'

interface ReceivedEvent {
  readonly event: string
  readonly data: unknown
}

/** Makes a test API listen on a free port, as a real server does; returns its address. */
export const listenOn = (api: TestApi): Promise<string> => api.app.listen({ host: '127.0.0.1', port: 0 })

/** Opens the event stream of a session as a browser would; it closes when the test ends. */
export async function openEvents(address: string, { token, cookie }: Caller) {
  const controller = new AbortController()
  onTestFinished(() => controller.abort())
  const response = await fetch(address + events.path, {
    headers: { ...(token && { authorization: `Bearer ${token}` }), ...(cookie && { cookie }) },
    signal: controller.signal,
  })
  let pings = 0

  async function* read(): AsyncGenerator<ReceivedEvent> {
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
  const received = read()
  return {
    response,
    get pings() {
      return pings
    },
    /** The next event, or `undefined` once the server has ended the stream. Only the test's own limit bounds the wait. */
    next: async (): Promise<ReceivedEvent | undefined> => (await received.next()).value,
    close: () => controller.abort(),
  }
}
