import { useEffect } from 'react'
import { useLocation } from '../../platform/router/use-router.ts'
import { MessagePage } from '../../platform/ui/message.tsx'
import { Pending } from '../../platform/ui/skeleton.tsx'
import { useWords } from '../../platform/words/use-words.ts'
import { useIdentify, useSession } from '../session/use-session.ts'
import { problemOf } from './problem.ts'
import { useProviderName } from './use-provider-name.ts'

/** The end of a tab that went to a provider for another one. It tells that one, which then goes on by itself. */
export function ConfirmedPage() {
  const { withProvider: words } = useWords()
  const given = new URLSearchParams(useLocation().search)
  const code = given.get('problem')
  const name = useProviderName(code === null ? undefined : (given.get('with') ?? ''))
  const { dispatch } = useSession()
  const me = useIdentify()
  const isConfirmed = me !== undefined && code === null
  useEffect(() => {
    if (isConfirmed) dispatch({ name: 'confirmed' })
  }, [isConfirmed, dispatch])
  if (code === null)
    return (
      <MessagePage title={words.confirmedTitle} text={words.confirmed}>
        {null}
      </MessagePage>
    )
  if (name === undefined) return <Pending hasLayout={false} />
  const problem = problemOf(words, code, name)
  return (
    <MessagePage title={words.notConfirmedTitle} text={words.problems[problem.code](problem.name)}>
      <p className="text-small">{words.confirmed}</p>
    </MessagePage>
  )
}
