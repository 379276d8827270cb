import type { ListedProvider } from '@latchkey/contracts/auth/listed-providers'
import { Button } from '../../platform/ui/button.tsx'
import { useWords } from '../../platform/words/use-words.ts'
import { hasCode } from '../second-step/factor-errors.ts'
import { NotConfirmedError } from '../session/keeper.ts'
import { useAskToLink } from './linked-changes.ts'
import { ProviderMark } from './provider-mark.tsx'
import { isProviderDown, useGoing } from './use-going.ts'

/** Links an account at one of these providers, once the person has confirmed who they are. */
export function LinkButtons({ providers }: { providers: readonly ListedProvider[] }) {
  const { linkedAccounts: words } = useWords()
  const ask = useAskToLink()
  const { busy, failed, sentence, go } = useGoing((error, id) => {
    // Closing the dialog is an answer, and needs no other.
    if (error instanceof NotConfirmedError) return <span />
    if (hasCode(error, 'too_many_factors')) return words.full
    const name = providers.find(provider => provider.id === id)?.label ?? id
    return isProviderDown(error) && words.down(name)
  })
  if (providers.length === 0) return null
  return (
    <>
      <ul className="mt-4 flex flex-wrap gap-3">
        {providers.map(({ id, label, mark }) => (
          <li key={id}>
            <Button
              busy={busy === id}
              working={words.opening(label)}
              aria-disabled={busy !== undefined}
              onClick={() => go(id, () => ask(id))}
            >
              <span className="flex items-center gap-3">
                <ProviderMark mark={mark} />
                {words.link(label)}
              </span>
            </Button>
          </li>
        ))}
      </ul>
      <p role="alert" className="text-small text-loss not-empty:mt-2">
        {failed !== undefined && sentence}
      </p>
    </>
  )
}
