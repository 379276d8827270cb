import type { ListedProvider } from '@latchkey/contracts/auth/listed-providers'
import { pages } from '@latchkey/contracts/pages'
import { useEffect } from 'react'
import { keepSearch } from '../identities/attempt.ts'
import { beginSignIn } from '../identities/provider-sign-in.ts'
import { ProviderTabs } from './provider-tabs.tsx'
import { useSession } from './use-session.ts'

const searchFor = (path: string) => `?${new URLSearchParams({ return: path })}`

/** Signs in again with a provider, in a tab of its own. */
export function ProvidersAgain({ providers }: { providers: readonly ListedProvider[] }) {
  const session = useSession()
  // The new tab begins with a copy of what this one keeps. If more is asked there, such as a second factor, it goes on from that.
  useEffect(() => keepSearch(session.tab, searchFor(pages.confirmed)), [session])
  return (
    <ProviderTabs providers={providers} ask={(provider, path) => beginSignIn(session, provider, searchFor(path))} />
  )
}
