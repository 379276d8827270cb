import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { json } from './hostile-provider.ts'

interface Account {
  id: unknown
  login: string
  name: string | null
  emails: { email: string; primary: boolean; verified: boolean; visibility: string | null }[]
}

/** What GitHub answers, at the paths of GitHub Enterprise. A test writes the callback itself. */
export async function startGithub(account: Account) {
  const github = {
    account,
    url: '',
    tokenRequests: [] as URLSearchParams[],
    error: null as string | null,
    hidesEmails: false,
    close,
  }
  const server = createServer(async (request, response) => {
    const isKnown = request.headers.authorization === 'Bearer gho_a_token'
    if (request.url === '/login/oauth/access_token') {
      github.tokenRequests.push(new URLSearchParams(await text(request)))
      // An error has the status 200, too.
      if (github.error)
        return json(response, { error: github.error, error_description: 'The code passed is incorrect.' })
      return json(response, { access_token: 'gho_a_token', scope: 'read:user,user:email', token_type: 'bearer' })
    }
    if (!isKnown) return json(response, { message: 'Bad credentials' }, 401)
    const { emails, ...user } = github.account
    if (request.url === '/api/v3/user') return json(response, user)
    if (request.url?.startsWith('/api/v3/user/emails?'))
      return github.hidesEmails ? json(response, { message: 'Not Found' }, 404) : json(response, emails)
    json(response, { message: 'Not Found' }, 404)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  github.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return github

  async function close(): Promise<void> {
    server.close()
    server.closeAllConnections()
    await once(server, 'close')
  }
}
