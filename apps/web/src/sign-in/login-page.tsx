import { useQuery } from '@tanstack/react-query'
import { Navigate, useLocation, useRouter, useSearch } from '@tanstack/react-router'
import { localPath } from '../local-path.ts'
import { signedOutSentence } from '../sessions/end-reasons.ts'
import { sessionQuery } from '../sessions/queries.ts'
import { MainArea } from '../ui/layout/main-area.tsx'
import { PageHeading } from '../ui/page-heading.tsx'
import { Wordmark } from '../ui/wordmark.tsx'
import { SignInForm } from './sign-in-form.tsx'

const introId = 'sign-in-intro'

/** Asks for address and password, says why the last session ended, and leads back to where somebody wanted to go. */
export function LoginPage() {
  const { history } = useRouter()
  const { return: wanted } = useSearch({ from: '/login' })
  const ended = useLocation({ select: ({ state }) => state.ended })
  const back = localPath(wanted)
  // The form does not wait for the answer: nearly everybody who comes here is signed out, and an outage may last.
  const { data: me } = useQuery({ ...sessionQuery, refetchOnWindowFocus: false })
  if (me) return <Navigate to={back} replace />

  return (
    <MainArea className="mx-auto w-full max-w-[24rem] px-4 pt-[max(2.5rem,14svh)]">
      <Wordmark large />
      <div className="mt-10">
        <PageHeading title="Sign in" describedBy={introId}>
          Sign in
        </PageHeading>
      </div>
      <SignInForm
        introId={introId}
        intro={signedOutSentence(ended, wanted !== undefined) ?? 'Enter your email address and password.'}
        onSignedIn={() => history.replace(back)}
      />
    </MainArea>
  )
}
