import { pages } from '@latchkey/contracts/pages'
import { useEffect, useState } from 'react'
import { localPath } from '../../platform/local-path.ts'
import { Navigate, useLocation, useRouter } from '../../platform/router/use-router.ts'
import { NarrowPage } from '../../platform/ui/layout/narrow-page.tsx'
import { inputId } from '../../platform/ui/text-field.tsx'
import { useWords } from '../../platform/words/use-words.ts'
import { signedOutSentence } from '../session/end-reasons.ts'
import { useIdentify } from '../session/use-session.ts'
import { keepAddress, readKnownAddress } from './known-person.ts'
import { SignInForm } from './sign-in-form.tsx'

const introId = 'sign-in-intro'

/** Asks for address and password, says why the last session ended, and leads back to the wanted page. */
export function LoginPage() {
  const { signIn, session } = useWords()
  const { navigate } = useRouter()
  const { search, state } = useLocation()
  const wanted = new URLSearchParams(search).get('return') ?? undefined
  const back = localPath(wanted)
  // The form does not wait for the answer: most people here are signed out, and an outage may last.
  const me = useIdentify()
  const [kept] = useState(readKnownAddress)
  const [isForgotten, setForgotten] = useState(false)
  // A page before may have asked for another address.
  const known = isForgotten || (state.email !== undefined && state.email !== kept) ? undefined : kept
  useEffect(() => {
    if (isForgotten) document.getElementById(inputId('email'))?.focus()
  }, [isForgotten])
  if (me) return <Navigate to={back} replace />

  return (
    <NarrowPage title={known ? signIn.welcome : signIn.title} describedBy={introId}>
      <SignInForm
        // Another person starts anew, without the errors of the first.
        key={String(isForgotten)}
        introId={introId}
        email={state.email}
        known={known}
        onNotYou={() => {
          keepAddress(undefined)
          setForgotten(true)
          // The history forgets the address too.
          void navigate({ to: pages.login + search, replace: true })
        }}
        intro={
          (state.hasEnded ? signIn.hasEnded : signedOutSentence(session, state.ended, wanted !== undefined)) ??
          (known ? signIn.welcomeIntro : signIn.intro)
        }
        onSignedIn={isFinished =>
          navigate(isFinished ? { to: back, replace: true } : { to: pages.secondStep + search })
        }
      />
    </NarrowPage>
  )
}
