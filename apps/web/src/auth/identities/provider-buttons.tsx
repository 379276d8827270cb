import type { ListedProvider } from '@latchkey/contracts/auth/listed-providers'
import { signInWith } from '@latchkey/contracts/auth/sign-in-with'
import { call } from '../../platform/api-client.ts'
import { useLocation } from '../../platform/router/use-router.ts'
import { useWords } from '../../platform/words/use-words.ts'
import { useSession } from '../session/use-session.ts'
import { keepAddress } from '../sign-in/known-person.ts'
import { keepSearch } from './attempt.ts'
import { keepLastProvider } from './last-provider.ts'
import { ProviderButton } from './provider-button.tsx'
import { isProviderDown, useGoing } from './use-going.ts'

interface Props {
  providers: readonly ListedProvider[]
  /** The one of this browser's last sign-in. */
  last: ListedProvider | undefined
}

/** Signs in or up with a provider, in the order of the settings. */
export function ProviderButtons({ providers, last }: Props) {
  const { providers: words } = useWords()
  const session = useSession()
  const { search } = useLocation()
  const wanted = new URLSearchParams(search).get('return')
  const { busy, failed, sentence, go } = useGoing(
    (error, id) => isProviderDown(error) && words.down(providers.find(provider => provider.id === id)?.label ?? id),
  )
  async function ask(provider: string): Promise<string> {
    await session.beforeSignIn()
    const remember = document.querySelector<HTMLInputElement>('input[name=remember]')?.checked ?? false
    const { url } = (await call(signInWith, { provider, remember, ...(wanted && { return: wanted }) })).data
    keepSearch(session.tab, search)
    keepLastProvider(provider)
    // The page does not hear who signs in there. So this browser knows only a person who is asked for an address here.
    if (!remember) keepAddress(undefined)
    return url
  }
  return (
    <div className="mt-5">
      <p className="flex items-center gap-3 text-small text-soft">
        <span className="grow border-t border-line" />
        {words.or}
        <span className="grow border-t border-line" />
      </p>
      <ul className="mt-4 grid gap-3">
        {providers.map(provider => (
          <li key={provider.id}>
            <ProviderButton
              provider={provider}
              busy={busy === provider.id}
              working={words.opening(provider.label)}
              aria-disabled={busy !== undefined}
              onClick={() => go(provider.id, () => ask(provider.id))}
            >
              <span>{words.continueWith(provider.label)}</span>{' '}
              {provider === last && (
                <span className="rounded-md bg-tint px-2 text-accent forced-colors:border">{words.lastUsed}</span>
              )}
            </ProviderButton>
            <p role="alert" className="text-small text-loss not-empty:mt-2">
              {failed === provider.id && sentence}
            </p>
          </li>
        ))}
      </ul>
    </div>
  )
}
