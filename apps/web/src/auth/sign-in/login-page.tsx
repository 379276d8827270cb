import { pages } from '@latchkey/contracts/pages'
import { localPath } from '@latchkey/contracts/platform/local-path'
import { addState } from '../../platform/router/location.ts'
import { Navigate, useLocation, useRouter } from '../../platform/router/use-router.ts'
import { NarrowPage } from '../../platform/ui/layout/narrow-page.tsx'
import { ProblemIcon } from '../../platform/ui/problem-icon.tsx'
import { useLateWords, useWords } from '../../platform/words/use-words.ts'
import { signedOutSentence } from '../session/end-reasons.ts'
import { useIdentify } from '../session/use-session.ts'
import { SignInForm } from './sign-in-form.tsx'
import { useStep } from './use-step.ts'

const introId = 'sign-in-intro'

/** Asks who signs in, says why the last session ended, and leads back to the wanted page. */
export function LoginPage() {
  const { signIn, session } = useWords()
  const { navigate } = useRouter()
  const { search, state } = useLocation()
  const wanted = new URLSearchParams(search).get('return') ?? undefined
  const back = localPath(wanted)
  const step = useStep()
  const { ended, problem } = state
  const ends = useLateWords('ends', ended?.code === 'session_ended')
  const said = useLateWords('withProvider', problem !== undefined)
  // The form does not wait for the answer: most people here are signed out, and an outage may last.
  const me = useIdentify()
  if (me) return <Navigate to={back} replace />

  const { email, isKnown, asksPassword } = step
  const usual = email ? signIn.passwordIntro : asksPassword ? signIn.intro : signIn.addressIntro
  const reason = state.hasEnded ? signIn.hasEnded : signedOutSentence({ session, ends }, ended, wanted !== undefined)
  return (
    <NarrowPage title={isKnown ? signIn.welcome : signIn.title} describedBy={introId}>
      <SignInForm
        introId={introId}
        step={step}
        intro={problem && said ? <Problem>{said.problems[problem.code](problem.name)}</Problem> : (reason ?? usual)}
        onSignedIn={isFinished => {
          if (isFinished) return navigate({ to: back, replace: true })
          // After a sign-out, "back" must show nothing of the person.
          addState({ email: '' })
          return navigate({ to: pages.secondStep + search })
        }}
      />
    </NarrowPage>
  )
}

/** What went wrong with a provider. */
const Problem = ({ children }: { children: string }) => (
  <span role="alert" className="flex gap-2.5 text-loss">
    <ProblemIcon />
    {children}
  </span>
)
