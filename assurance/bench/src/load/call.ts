import { Agent, request } from 'node:http'

export interface Call {
  readonly port: number
  readonly method?: string
  readonly path: string
  readonly headers: Record<string, string>
  readonly body?: string
}

const agent = new Agent({ keepAlive: true, maxSockets: 256 })

/** Makes a call on a kept-alive connection. Returns its status once the body is read, or 0 if no answer came. */
export function statusOf({ port, method = 'GET', path, headers, body }: Call): Promise<number> {
  return new Promise(resolve => {
    const sent = request({ host: '127.0.0.1', port, method, path, headers, agent }, response => {
      response.resume()
      response.once('end', () => resolve(response.statusCode ?? 0))
    })
    sent.once('error', () => resolve(0))
    sent.end(body)
  })
}
