import { signInWith } from '@latchkey/contracts/auth/sign-in-with'
import { call } from '../../platform/api-client.ts'
import type { Session } from '../session/session.ts'
import { keepAddress } from '../sign-in/known-person.ts'
import { keepSearch } from './attempt.ts'
import { keepLastProvider } from './last-provider.ts'

/**
 * Begins a sign-in with a provider. `search` is that of the sign-in page. After a `problem` the person may choose another account there:
 * the provider would lead straight back with the same one. Resolves to the address of the provider's page.
 */
export async function beginSignIn(
  session: Session,
  provider: string,
  search: string,
  problem?: object,
): Promise<string> {
  await session.beforeSignIn()
  const wanted = new URLSearchParams(search).get('return')
  const remember = document.querySelector<HTMLInputElement>('input[name=remember]')?.checked ?? false
  const { url } = (
    await call(signInWith, { provider, remember, ...(wanted && { return: wanted }), ...(problem && { choose: true }) })
  ).data
  keepSearch(session.tab, search)
  keepLastProvider(provider)
  // The page does not hear who signs in there. So this browser knows only a person who is asked for an address here.
  if (!remember) keepAddress(undefined)
  return url
}
