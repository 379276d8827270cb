import { Agent as HttpAgent, request as httpRequest } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'

/** Longer than any answer may take. A client that hears nothing does not know what happened. */
const giveUpMs = 20_000
/** A proxy that closes an idle connection may meet a request on its way. It was not read: browsers send it again, and so does the client. */
const closedJustThenMs = 100

export interface Answer {
  /** 0 if there was no answer. */
  readonly status: number
  /** Of an answer, or of what broke the connection. */
  readonly code: string | undefined
  // biome-ignore lint/suspicious/noExplicitAny: each caller knows its endpoint
  readonly data: any
  readonly sentAt: number
  readonly tookMs: number
}

export type Client = ReturnType<typeof openClient>

export interface Endpoint {
  readonly method: string
  readonly path: string
}

/** A client of the API that is no browser. `ca` is the authority of an https address; without TLS it speaks as the proxy does. */
export function openClient(address: string, ca?: Buffer, maxSockets = 400) {
  const options = { keepAlive: true, maxSockets }
  const agent = ca ? new HttpsAgent({ ...options, ca }) : new HttpAgent(options)
  const send = ca ? httpsRequest : httpRequest
  let repeats = 0
  const pending = new Set<{ endpoint: Endpoint; sentAt: number }>()
  const observers = new Set<(endpoint: Endpoint, answer: Answer) => void>()

  function call(endpoint: Endpoint, input: object = {}, token?: string): Promise<Answer> {
    const body = endpoint.method === 'GET' || Object.keys(input).length === 0 ? undefined : JSON.stringify(input)
    const path = endpoint.path.replace(':id', () => (input as { id: string }).id)
    const sentAt = performance.now()
    const waiting = { endpoint, sentAt }
    pending.add(waiting)
    return new Promise(resolve => {
      const end = (status: number, text: string, failure?: Error & { code?: string }) => {
        pending.delete(waiting)
        const answer = {
          status,
          ...read(text),
          ...(failure && { code: failure.code ?? failure.message }),
          sentAt,
          tookMs: performance.now() - sentAt,
        }
        for (const observe of observers) observe(endpoint, answer)
        resolve(answer)
      }
      const headers = {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(body && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
        ...(!ca && { 'x-forwarded-proto': 'https', 'x-forwarded-for': '127.0.0.1' }),
      }
      const ask = (isRepeated: boolean) => {
        const asking = send(address + path, { method: endpoint.method, agent, headers, timeout: giveUpMs }, answer => {
          let text = ''
          answer.setEncoding('utf8').on('data', part => {
            text += part
          })
          answer.once('error', error => end(0, '', error)).once('end', () => end(answer.statusCode ?? 0, text))
        })
        const fail = (error: Error) => {
          if (!ca || isRepeated || !asking.reusedSocket || performance.now() - sentAt > closedJustThenMs)
            return end(0, '', error)
          repeats += 1
          ask(true)
        }
        asking.once('timeout', () => asking.destroy(new Error(`no answer within ${giveUpMs} ms`)))
        asking.once('error', fail).end(body)
      }
      ask(false)
    })
  }

  return {
    call,
    /** Calls `observe` with each answer; returns a function that stops that. */
    observe(observe: (endpoint: Endpoint, answer: Answer) => void) {
      observers.add(observe)
      return () => observers.delete(observe)
    },
    /** Requests that have no answer yet. */
    pending: pending as ReadonlySet<{ endpoint: Endpoint; sentAt: number }>,
    /** Requests that were sent twice, since the proxy closed the idle connection that they took. */
    repeats: () => repeats,
    close: () => agent.destroy(),
  }
}

function read(text: string): Pick<Answer, 'code' | 'data'> {
  try {
    const { data, error, code } = JSON.parse(text)
    return { data, code: code ?? error?.code }
  } catch {
    return { data: undefined, code: undefined }
  }
}
