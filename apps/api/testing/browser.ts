import type { Endpoint, SentInput } from '@latchkey/contracts/endpoint'
import type { LightMyRequestResponse } from 'fastify'
import type { Caller, TestAnswer } from './call-endpoint.ts'
import type { TestApi } from './test-api.ts'

export type Browser = ReturnType<typeof openBrowser>

/** A browser: it keeps the cookies that it is given, and sends them from our own pages, and where another site leads it to us. */
export function openBrowser(api: TestApi, { cookie = '' }: Caller = {}) {
  const jar = new Map(
    cookie
      .split('; ')
      .filter(Boolean)
      .map(pair => pair.split(/=(.*)/s) as [string, string]),
  )
  const cookies = () => [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
  const keep = (response: LightMyRequestResponse): void => {
    for (const { name, value } of response.cookies)
      if (value === '') jar.delete(name)
      else jar.set(name, value)
  }
  const caller = (): Caller => ({ cookie: cookies(), sameOrigin: true })
  return {
    caller,
    keep,
    /** The value of a cookie, by the end of its name. */
    cookie: (name: string) => [...jar].find(([full]) => full.endsWith(name))?.[1],
    forget: (name: string) => void jar.delete([...jar.keys()].find(full => full.endsWith(name)) ?? ''),
    async call<E extends Endpoint>(endpoint: E, input: SentInput<E>): Promise<TestAnswer<E>> {
      const answer = await api.call(endpoint, input, caller())
      keep(answer.response)
      return answer
    },
    /** Opens an address of ours, as another site's page has it do. */
    async arrive(at: URL) {
      const response = await api.app.inject({
        url: at.pathname + at.search,
        headers: { cookie: cookies(), 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' },
      })
      keep(response)
      const location = response.headers.location
      return { response, location: new URL(location ?? '/no-location', 'http://app.invalid') }
    },
  }
}
