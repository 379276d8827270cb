import { pages } from '@latchkey/contracts/pages'
import { useState } from 'react'
import { useLocation, useRouter } from '../../platform/router/use-router.ts'
import { usePasskeySupport } from '../passkeys/support.ts'
import { keepAddress, readKnownAddress } from './known-person.ts'

export type Step = ReturnType<typeof useStep>

/**
 * The sign-in page asks for the address, then for the password. A browser without passkeys is asked for both at once. The history keeps
 * the step, so "back" and a reload do what people expect. The server hears of the address only with the password.
 */
export function useStep() {
  const { navigate } = useRouter()
  const { search, state } = useLocation()
  const hasPasskeys = usePasskeySupport()
  const [kept, setKept] = useState(readKnownAddress)
  // The last address of this page. The history forgets it: after a sign-out, "back" shows nothing of the person.
  const [typed, setTyped] = useState(state.email)
  // An address of this visit comes before the one that the browser knows.
  const email = state.email || (typed === undefined ? kept : undefined)
  const isKnown = email !== undefined && email === kept
  const to = pages.login + search
  return {
    /** Whose password to ask for. Undefined while the address is asked for. */
    email,
    /** What to begin with when the address is asked for again. */
    typed,
    isKnown,
    asksPassword: email !== undefined || !hasPasskeys,
    goOn(email: string) {
      setTyped(email)
      return navigate({ to, state: { ...state, email } })
    },
    askAgain() {
      if (!isKnown) return navigate({ to, state: { ...state, email: '' }, replace: true })
      keepAddress(undefined)
      setKept(undefined)
      setTyped('')
      return navigate({ to, replace: true })
    },
  }
}
