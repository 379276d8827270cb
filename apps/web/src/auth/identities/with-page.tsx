import { pages } from '@latchkey/contracts/pages'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'
import { Navigate, useLocation, useRouter } from '../../platform/router/use-router.ts'
import { Pending } from '../../platform/ui/skeleton.tsx'
import { useWords } from '../../platform/words/use-words.ts'
import { hasCode } from '../second-step/factor-errors.ts'
import { useMe, useSession } from '../session/use-session.ts'
import { keepUnfinished } from '../sign-in/unfinished.ts'
import { readSearch } from './attempt.ts'
import { keepLink, readLink } from './kept-link.ts'
import { keepLastProvider } from './last-provider.ts'
import { LinkPage } from './link-page.tsx'
import { problemOf } from './problem.ts'
import { pendingQuery } from './queries.ts'
import { useProviderName } from './use-provider-name.ts'

/** Where a browser comes back to from a provider, if it is not signed in. It leads on, and leaves nothing of this in the address. */
export function WithPage(): ReactNode {
  const { search } = useLocation()
  const { tab } = useSession()
  const given = new URLSearchParams(search)
  const [provider, problem, pending] = ['with', 'problem', 'pending'].map(name => given.get(name))
  if (provider && problem) return <Problem provider={provider} code={problem} />
  if (provider && pending) return <Unfinished provider={provider} id={pending} />
  return <Link link={readLink(tab)} />
}

/** Back to the sign-in page, which says what went wrong. */
function Problem({ provider, code }: { provider: string; code: string }) {
  const { withProvider: words } = useWords()
  const { tab, identify } = useSession()
  const name = useProviderName(provider)
  const me = useMe()
  const [isAsked, setAsked] = useState(false)
  useEffect(() => {
    const done = () => setAsked(true)
    identify().then(done, done)
  }, [identify])
  useEffect(() => keepLastProvider(undefined), [])
  // The sign-in page would lead on without a word.
  if (me) return <Navigate to={`${pages.security}?${new URLSearchParams({ with: provider, problem: code })}`} replace />
  if (name === undefined || !isAsked) return <Pending hasLayout={false} />
  const problem = problemOf(words, code, name)
  return <Navigate to={pages.login + readSearch(tab)} state={{ problem }} replace />
}

/** On to the second step, or to the proof of the account. */
function Unfinished({ provider, id }: { provider: string; id: string }) {
  const { tab } = useSession()
  const { navigate } = useRouter()
  const { data, error } = useQuery({ ...pendingQuery(id), throwOnError: error => !isOver(error) })
  useEffect(() => {
    if (!data) return
    if (data.status === 202) {
      keepUnfinished(tab, { ...data.data, provider })
      return void navigate({ to: pages.secondStep + readSearch(tab), replace: true })
    }
    // Alone, the code was mailed already: the provider did not prove the address.
    keepLink(tab, { ...data.data, provider, isMailed: data.data.methods.join() === 'code' })
    void navigate({ to: pages.withProvider, replace: true })
  }, [data, navigate, provider, tab])
  if (isOver(error)) return <Navigate to={pages.login + readSearch(tab)} state={{ hasEnded: true }} replace />
  return <Pending hasLayout={false} />
}

const isOver = (error: unknown) => hasCode(error, 'invalid_challenge')

function Link({ link }: { link: ReturnType<typeof readLink> }) {
  const { tab } = useSession()
  const [first] = useState(link)
  // A reload ends a sign-in whose tab can keep nothing.
  if (!first) return <Navigate to={pages.login + readSearch(tab)} state={{ hasEnded: true }} replace />
  return <LinkPage link={first} />
}
