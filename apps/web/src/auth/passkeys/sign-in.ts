import { passkeyOptions, signInWithPasskey } from '@latchkey/contracts/auth/passkeys'
import { call } from '../../platform/api-client.ts'
import type { Session } from '../session/session.ts'
import { enter } from '../sign-in/queries.ts'
import { getPasskey, isDeclined, offersAutofill } from './browser.ts'

/** The server's challenge lasts ten minutes. */
const renewMs = 9 * 60_000

interface Entrance {
  readonly session: Session
  /** Whether the person wants to stay signed in, read when a passkey was chosen. */
  readonly remember: () => boolean
  readonly onSignedIn: (email: string | undefined) => void
  readonly onError: (error: unknown) => void
}

/**
 * Signing in with a passkey: by autofill, which waits unseen, or by the button. A browser has one request at a time, so the button ends
 * the waiting one first, and it waits again afterwards.
 */
export function passkeySignIn({ session, remember, onSignedIn, onError }: Entrance) {
  let waiting: AbortController | undefined
  let renewal: ReturnType<typeof setTimeout> | undefined
  let isOver = false

  async function ask(how: Parameters<typeof getPasskey>[1]): Promise<void> {
    const { challenge, options } = (await call(passkeyOptions, {})).data
    if (how?.signal?.aborted) return
    const credential = await getPasskey(options, how)
    const isRemembered = remember()
    const body = { challenge, credential, remember: isRemembered, delivery: 'cookie' } as const
    const { user } = await enter(session, async () => (await call(signInWithPasskey, body)).data)
    isOver = true
    onSignedIn(isRemembered ? user.email : undefined)
  }

  function stopWaiting(): void {
    clearTimeout(renewal)
    waiting?.abort()
    waiting = undefined
  }

  /** Offers passkeys in the list of the address field. */
  async function wait(): Promise<void> {
    stopWaiting()
    if (isOver || !(await offersAutofill())) return
    const mine = new AbortController()
    waiting = mine
    renewal = setTimeout(wait, renewMs)
    let isChosen = false
    try {
      await ask({ signal: mine.signal, autofill: true })
    } catch (error) {
      isChosen = !isDeclined(error) && !mine.signal.aborted
      // Nobody asked for it yet, so a server that is away is no news here.
      if (isChosen && isAnswer(error)) onError(error)
    }
    if (isChosen && waiting === mine) stopWaiting()
  }

  /** Opens the browser's dialog. */
  async function open(): Promise<void> {
    stopWaiting()
    try {
      await ask({})
    } catch (error) {
      if (!isDeclined(error)) onError(error)
    } finally {
      void wait()
    }
  }

  return {
    wait,
    open,
    end() {
      isOver = true
      stopWaiting()
    },
  }
}

/** An answer of the API to a passkey, as opposed to a network that fails before one was chosen. */
const isAnswer = (error: unknown): boolean =>
  (error as { problem?: { code?: string } }).problem?.code === 'invalid_factor'
