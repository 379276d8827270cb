import { useEffect, useState } from 'react'
import { useLocation } from '../../platform/router/use-router.ts'
import { MessagePage } from '../../platform/ui/message.tsx'
import { Pending } from '../../platform/ui/skeleton.tsx'
import { useWords } from '../../platform/words/use-words.ts'
import type { Me } from '../session/machine.ts'
import { useIdentify, useSession } from '../session/use-session.ts'
import { problemOf } from './problem.ts'
import { useProviderName } from './use-provider-name.ts'

/** The end of a tab that went to a provider for another one. It tells that one, which then goes on by itself. */
export function ConfirmedPage() {
  const { withProvider: words } = useWords()
  const given = new URLSearchParams(useLocation().search)
  const code = given.get('problem')
  const name = useProviderName(code === null ? undefined : (given.get('with') ?? ''))
  const { dispatch, identify } = useSession()
  const me = useIdentify()
  // Kept: it is told once, and stays true after a later sign-out.
  const [done, setDone] = useState<Me>()
  if (code === null && me && !done) setDone(me)
  const [isAsked, setAsked] = useState(false)
  useEffect(() => {
    const asked = () => setAsked(true)
    identify().then(asked, asked)
  }, [identify])
  useEffect(() => {
    if (!done) return
    // A page that waits for a proof goes on. One whose session had ended, and an open sign-in page, learn of the new one.
    dispatch({ name: 'confirmed' })
    dispatch({ name: 'signed-in', me: done })
  }, [done, dispatch])
  if (done)
    return (
      <MessagePage title={words.confirmedTitle} text={words.confirmed}>
        {null}
      </MessagePage>
    )
  // Whether that worked is known once the server says who is signed in.
  if (code === null ? !isAsked : name === undefined) return <Pending hasLayout={false} />
  const problem = problemOf(words, code ?? 'other', name ?? null)
  return (
    <MessagePage title={words.notConfirmedTitle} text={words.problems[problem.code](problem.name)}>
      <p className="text-small">{words.confirmed}</p>
    </MessagePage>
  )
}
