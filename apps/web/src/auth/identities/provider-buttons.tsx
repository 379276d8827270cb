import type { ListedProvider } from '@latchkey/contracts/auth/listed-providers'
import { useLocation } from '../../platform/router/use-router.ts'
import { useWords } from '../../platform/words/use-words.ts'
import { useSession } from '../session/use-session.ts'
import { ProviderButton } from './provider-button.tsx'
import { beginSignIn } from './provider-sign-in.ts'
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
  const { search, state } = useLocation()
  const { busy, failed, sentence, go } = useGoing(
    (error, id) => isProviderDown(error) && words.down(providers.find(provider => provider.id === id)?.label ?? id),
  )
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
              onClick={() => go(provider.id, () => beginSignIn(session, provider.id, search, state.problem))}
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
