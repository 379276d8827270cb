import { passkeyOptions, signInWithPasskey } from '@latchkey/contracts/auth/passkeys'
import { call } from '../../platform/api-client.ts'
import { ApiError } from '../../platform/api-errors.ts'
import type { Session } from '../session/session.ts'
import { enter } from '../sign-in/queries.ts'
import { type Effect, type Event, next, type State } from './autofill.ts'
import { getPasskey, isDeclined, offersAutofill } from './browser.ts'

interface Entrance {
  readonly session: Session
  /** Whether the person wants to stay signed in, read when a passkey was chosen. */
  readonly remember: () => boolean
  readonly onSignedIn: (email: string | undefined) => void
  readonly onError: (error: unknown) => void
}

const failure = (error: unknown): Event => ({
  name: 'failed',
  error,
  isDeclined: isDeclined(error),
  waitMs: error instanceof ApiError && error.retryAt ? error.retryAt - Date.now() : 0,
})

/** Signs in with a passkey: by autofill, which waits unseen, or by the button. `autofill.ts` says what comes when. */
export function passkeySignIn({ session, remember, onSignedIn, onError }: Entrance) {
  let state: State = 'resting'
  let request = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  let asked = Promise.resolve()

  function dispatch(event: Event): void {
    const [after, ...effects] = next(state, event)
    state = after
    for (const effect of effects) run(effect)
  }

  function run(effect: Effect): void {
    if (effect.do === 'ask') asked = ask(effect.autofill)
    else if (effect.do === 'abort') request.abort()
    else if (effect.do === 'show') onError(effect.error)
    else clearTimeout(timer)
    if (effect.do === 'wait-again-after') timer = setTimeout(() => dispatch({ name: 'wait' }), effect.milliseconds)
  }

  /** Never rejects: how it ended is an event, unless it was aborted meanwhile. */
  async function ask(autofill: boolean): Promise<void> {
    request = new AbortController()
    const { signal } = request
    const tell = (event: Event) => signal.aborted || dispatch(event)
    let isChosen = false
    try {
      if (autofill && !(await offersAutofill())) return
      if (signal.aborted) return
      const { challenge, options } = (await call(passkeyOptions, {})).data
      if (signal.aborted) return
      const credential = await getPasskey(options, { signal, autofill })
      if (signal.aborted) return
      isChosen = true
      tell({ name: 'chosen' })
      await signIn({ challenge, credential })
      tell({ name: 'signed-in' })
    } catch (error) {
      tell(isChosen ? { name: 'refused', error } : failure(error))
    }
  }

  async function signIn(answer: { challenge: string; credential: Awaited<ReturnType<typeof getPasskey>> }) {
    const isRemembered = remember()
    const body = { ...answer, remember: isRemembered, delivery: 'cookie' } as const
    const { user } = await enter(session, async () => (await call(signInWithPasskey, body)).data)
    onSignedIn(isRemembered ? user.email : undefined)
  }

  return {
    /** Offers passkeys in the list of the address field. */
    wait: () => dispatch({ name: 'wait' }),
    /** Opens the browser's dialog. Resolves when it is over. */
    open() {
      dispatch({ name: 'open' })
      return asked
    },
    end: () => dispatch({ name: 'end' }),
  }
}
