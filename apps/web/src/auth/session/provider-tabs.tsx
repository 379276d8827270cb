import type { ListedProvider } from '@latchkey/contracts/auth/listed-providers'
import { pages } from '@latchkey/contracts/pages'
import { useState } from 'react'
import { useLocation } from '../../platform/router/use-router.ts'
import { useWords } from '../../platform/words/use-words.ts'
import { ProviderButton } from '../identities/provider-button.tsx'
import { isProviderDown, useGoing } from '../identities/use-going.ts'

interface Props {
  providers: readonly ListedProvider[]
  /** Resolves to the address of the provider's page, which comes back to `path`. */
  ask: (provider: string, path: string) => Promise<string>
}

/**
 * Buttons that open a provider's page in a tab of its own, so that this page keeps what was typed. It comes back to a page that tells
 * this one (`confirmed-page.tsx`), and the dialog closes by itself.
 */
export function ProviderTabs({ providers, ask }: Props) {
  const { proof: words, providers: labels } = useWords()
  const { href } = useLocation()
  const [tab, setTab] = useState<'opened' | 'blocked'>()
  const { busy, failed, sentence, go } = useGoing(
    (error, id) => isProviderDown(error) && labels.down(providers.find(provider => provider.id === id)?.label ?? id),
  )

  async function goInNewTab(provider: string): Promise<void> {
    // At once: later, browsers would take it for an advertisement.
    const opened = window.open('', '_blank')
    if (!opened) return setTab('blocked')
    // The provider's page has no way back to this one.
    opened.opener = null
    const askOrClose = () =>
      ask(provider, pages.confirmed).catch(error => {
        opened.close()
        throw error
      })
    await go(provider, askOrClose, url => {
      opened.location.replace(url)
      setTab('opened')
    })
  }
  const open = (provider: string) =>
    tab === 'blocked' ? go(provider, () => ask(provider, href)) : goInNewTab(provider)
  return (
    <>
      <p role="status" className="mt-2 font-medium empty:hidden">
        {tab && words.tab[tab]}
      </p>
      <ul className="mt-4 grid gap-3">
        {providers.map(provider => (
          <li key={provider.id}>
            <ProviderButton
              provider={provider}
              busy={busy === provider.id}
              working={labels.opening(provider.label)}
              aria-disabled={busy !== undefined}
              onClick={() => open(provider.id)}
            >
              <span>
                {tab === 'blocked' ? words.continueHere(provider.label) : labels.continueWith(provider.label)}
              </span>
            </ProviderButton>
            <p role="alert" className="text-small text-loss not-empty:mt-2">
              {failed === provider.id && sentence}
            </p>
          </li>
        ))}
      </ul>
    </>
  )
}
