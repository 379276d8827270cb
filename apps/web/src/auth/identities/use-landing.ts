import type { ListedProvider } from '@latchkey/contracts/auth/listed-providers'
import { pages } from '@latchkey/contracts/pages'
import { useEffect, useState } from 'react'
import { useLocation, useRouter } from '../../platform/router/use-router.ts'
import { useLateWords, useWords } from '../../platform/words/use-words.ts'
import { problemOf } from './problem.ts'

/** Where a provider sends the browser back to, once its account is linked. */
export const landingOf = (provider: string) => `${pages.security}?linked=${provider}`

/** What a provider's page came back with, as a sentence. It goes out of the address, and the section comes into view. */
export function useLanding(providers: readonly ListedProvider[]): { news?: string; problem?: string } {
  const { linkedAccounts: words } = useWords()
  const { navigate } = useRouter()
  const { search } = useLocation()
  const [landed] = useState(() => search)
  const given = new URLSearchParams(landed)
  const code = given.get('problem')
  const id = given.get(code === null ? 'linked' : 'with')
  const said = useLateWords('withProvider', code !== null)
  useEffect(() => {
    if (id !== null) void navigate({ to: `${pages.security}#linked`, replace: true })
  }, [id, navigate])
  if (id === null) return {}
  const name = providers.find(provider => provider.id === id)?.label ?? id
  if (code === null) return { news: words.linked(name) }
  if (!said) return {}
  return { problem: said.problems[problemOf(said, code, name).code](name) }
}
