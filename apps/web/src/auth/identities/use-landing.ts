import type { Identity } from '@latchkey/contracts/auth/linked-identities'
import type { ListedProvider } from '@latchkey/contracts/auth/listed-providers'
import { pages } from '@latchkey/contracts/pages'
import { useEffect, useState } from 'react'
import { useLocation, useRouter } from '../../platform/router/use-router.ts'
import { useLateWords, useWords } from '../../platform/words/use-words.ts'
import { problemOf } from './problem.ts'

/** Where a provider sends the browser back to, once its account is linked. */
export const landingOf = (provider: string) => `${pages.security}?linked=${provider}`

interface Landing {
  news?: string
  problem?: string
}

/**
 * What a provider's page came back with, as a sentence. It goes out of the address, and the section comes into view. An address may name
 * anything, so it is believed only about what is `linked` and about the `providers` that can be.
 */
export function useLanding(linked: readonly Identity[], providers: readonly ListedProvider[]): Landing {
  const { linkedAccounts: words } = useWords()
  const { navigate } = useRouter()
  const { search } = useLocation()
  const [landed] = useState(() => search)
  const [isShown, setShown] = useState(false)
  const given = new URLSearchParams(landed)
  const code = given.get('problem')
  const id = given.get(code === null ? 'linked' : 'with')
  const said = useLateWords('withProvider', code !== null)
  useEffect(() => {
    if (id !== null) void navigate({ to: `${pages.security}#linked`, replace: true })
  }, [id, navigate])
  // A screen reader reads news only in an element that was there before.
  useEffect(() => setShown(true), [])
  if (!isShown) return {}
  if (code === null) {
    const found = linked.find(({ provider }) => provider === id)
    return found ? { news: words.linked(found.label) } : {}
  }
  const asked = providers.find(provider => provider.id === id)
  if (!said || !asked) return {}
  return { problem: said.problems[problemOf(said, code, asked.label).code](asked.label) }
}
