import { useEffect, useRef } from 'react'
import { useSession } from '../session/use-session.ts'
import { keepAddress } from '../sign-in/known-person.ts'
import type { passkeySignIn } from './sign-in.ts'

/** After the first view, and before a person has reached the field. */
const idleMs = 400

interface Props {
  readonly isSupported: boolean
  readonly onSignedIn: () => Promise<void>
  readonly onError: (error: unknown) => void
}

/**
 * Offers passkeys in the address field while the page is open. Returns what the button does. The code loads once the page is idle, so it
 * never delays the form.
 */
export function usePasskeySignIn({ isSupported, ...handlers }: Props): () => Promise<void> {
  const session = useSession()
  const latest = useRef(handlers)
  const load = useRef<() => Promise<ReturnType<typeof passkeySignIn>>>(undefined)
  useEffect(() => {
    latest.current = handlers
  })
  useEffect(() => {
    if (!isSupported) return
    let loading: Promise<ReturnType<typeof passkeySignIn>> | undefined
    const once = () => {
      loading ??= import('./sign-in.ts').then(({ passkeySignIn }) =>
        passkeySignIn({
          session,
          remember: () => document.querySelector<HTMLInputElement>('input[name=remember]')?.checked ?? false,
          onSignedIn: email => {
            keepAddress(email)
            void latest.current.onSignedIn()
          },
          onError: error => latest.current.onError(error),
        }),
      )
      // The next press tries again: an import that failed stays so.
      loading.catch(() => {
        loading = undefined
      })
      return loading
    }
    load.current = once
    const timer = setTimeout(() => once().then(({ wait }) => wait(), ignore), idleMs)
    return () => {
      clearTimeout(timer)
      loading?.then(({ end }) => end(), ignore)
    }
  }, [isSupported, session])
  return async () => (await load.current?.())?.open()
}

/** A file that did not load. The button says so, when it is pressed. */
const ignore = () => undefined
