import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { request } from 'node:https'
import { text } from 'node:stream/consumers'

export interface Answer {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** Asks https://localhost, whose certificate must be this authority's. Returns the answer once its head is there. */
export async function open(
  ca: string,
  path: string,
  { method = 'GET', token = '', body = '' } = {},
): Promise<IncomingMessage> {
  const headers = {
    ...(token && { authorization: `Bearer ${token}` }),
    ...(body && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
  }
  const asked = request({ host: 'localhost', path, method, headers, ca, agent: false })
  asked.end(body)
  const [answer] = await once(asked, 'response')
  return answer
}

export async function ask(ca: string, path: string, options: Parameters<typeof open>[2] = {}): Promise<Answer> {
  const answer = await open(ca, path, options)
  return { status: answer.statusCode ?? 0, headers: answer.headers, body: await text(answer) }
}
