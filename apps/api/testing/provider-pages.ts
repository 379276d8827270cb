import { text } from 'node:stream/consumers'
import type { Provider } from 'oidc-provider'
import type { ProviderAccount } from './provider.ts'

/** A whole page, without anything from elsewhere. */
export const page = (title: string, body: string): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><h1>${title}</h1>${body}</html>`

const form = `<form method="post">
  <label>Account <input name="account" autocomplete="off"></label>
  <button>Continue</button> <button name="cancel" value="yes">Cancel</button>
</form>`

type Context = Parameters<Parameters<Provider['use']>[0]>[0]

/** The login page of the provider, and what its form does. */
export async function logIn(
  provider: Provider,
  ctx: Context,
  accounts: ReadonlyMap<string, ProviderAccount>,
): Promise<void> {
  if (ctx.method !== 'POST') {
    ctx.type = 'html'
    ctx.body = page('Sign in at the provider', form)
    return
  }
  const given = new URLSearchParams(await text(ctx.req))
  const accountId = given.get('account') ?? ''
  const { amr = [] } = accounts.get(accountId) ?? {}
  const result = given.has('cancel')
    ? { error: 'access_denied', error_description: 'The person pressed "Cancel".' }
    : { login: { accountId, amr } }
  await provider.interactionFinished(ctx.req, ctx.res, result)
  ctx.respond = false
}

/**
 * Follows a provider from the address of its login page until it leads to another site, as a browser would. `jar`: the browser's cookies
 * of the provider, by name; a browser with none by default.
 */
export async function walk(
  address: URL | string,
  fields: Record<string, string>,
  jar = new Map<string, string>(),
): Promise<URL> {
  const { origin } = new URL(address)
  let at = new URL(address)
  let body: URLSearchParams | undefined
  while (at.origin === origin) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(at, { redirect: 'manual', headers: { cookie }, ...(body && { method: 'POST', body }) })
    for (const each of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(each) ?? []
      jar.set(name, value)
    }
    const next = response.headers.get('location')
    if (next) {
      at = new URL(next, at)
      body = undefined
    } else if (body === undefined && at.pathname.startsWith('/login/')) body = new URLSearchParams(fields)
    else throw new Error(`The provider answered ${response.status} at ${at.pathname}: ${await response.text()}`)
  }
  return at
}
