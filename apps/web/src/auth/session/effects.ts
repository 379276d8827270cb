import type { EndReason } from '@latchkey/contracts/auth/sessions'
import type { Query, QueryClient } from '@tanstack/react-query'
import { unauthenticated } from '../../platform/api-errors.ts'
import { appKey } from '../../platform/outage.ts'
import type { Router } from '../../platform/router/router.ts'
import { sessionsQuery } from '../devices/queries.ts'
import { keepAddress } from '../sign-in/known-person.ts'
import { goToLogin } from './login-location.ts'
import { type Effect, type Event, meOf, type SessionEnd, type State, type TabMessage } from './machine.ts'
import { meQuery } from './me-query.ts'
import type { Keeper } from './session.ts'
import { openTabs, type Tabs } from './tabs.ts'

interface Session {
  readonly queryClient: QueryClient
  readonly getRouter: () => Router
  readonly getState: () => State
  readonly dispatch: (event: Event) => void
  readonly getKeeper: () => Keeper | undefined
}

/** A sign-out that has not reached the server yet. */
export interface LateSignOut {
  /** Sends it at once. Resolves when it has reached the server or is cancelled. */
  sendNow(): Promise<void>
  cancel(): void
}

/** What only signed-in pages need. It loads with them, so the sign-in page stays small. */
export interface Helpers {
  /** Follows a session's events. Calls `changed` when the list of sessions changed. Returns a function that stops it. */
  follow(sessionId: string, changed: () => void): () => void
  signOutLater(queryClient: QueryClient, onDone: () => void): LateSignOut
}

type Effects = { [Name in Effect['do']]: (effect: Extract<Effect, { do: Name }>) => void }

/** Runs the effects that the machine returns. */
export function createEffects(session: Session) {
  const { queryClient, getRouter, getState, dispatch } = session
  let tabs: Tabs | undefined
  let lateSignOut: LateSignOut | undefined
  let helpers: Helpers | undefined
  let stopFollowing = () => {}

  /** Sends a late sign-out first. Sent after a new sign-in, it would end that session. */
  const afterSignOut = () => lateSignOut?.sendNow()
  const query = meQuery(afterSignOut)
  const changed = () => {
    void queryClient.invalidateQueries(sessionsQuery)
    tabs?.tell('sessions-changed')
  }
  const effects: Effects = {
    follow({ sessionId }) {
      stopFollowing()
      if (helpers) stopFollowing = helpers.follow(sessionId, changed)
    },
    'forget-person'() {
      stopFollowing()
      queryClient.removeQueries({ predicate: isPersonal })
    },
    'renew-page'() {
      stopFollowing()
      void queryClient.resetQueries({ predicate: isPersonal })
      void getRouter().reload()
    },
    identify: () =>
      void queryClient.fetchQuery({ ...query, staleTime: 0 }).catch(error => {
        // `handleError` has handled a 401. After any other error it is unknown who is signed in.
        if (!unauthenticated(error)) dispatch({ name: 'doubted' })
      }),
    'go-to-login'({ end }) {
      if (!endsByItself(end)) keepAddress(undefined)
      goToLogin(getRouter(), end)
    },
    'tell-tabs': ({ message }) => tabs?.tell(message),
    resume: ({ given }) => session.getKeeper()?.resume(given),
    'cancel-sign-out': () => lateSignOut?.cancel(),
    'send-sign-out-later'() {
      lateSignOut = helpers?.signOutLater(queryClient, () => dispatch({ name: 'sign-out-done' }))
    },
  }

  return {
    query,
    afterSignOut,
    run: <Name extends Effect['do']>(effect: Extract<Effect, { do: Name }>) => effects[effect.do as Name](effect),
    /** Listens to the other tabs. Returns a function that stops it. */
    start() {
      tabs = openTabs(message => {
        if (message === 'sessions-changed') void queryClient.invalidateQueries(sessionsQuery)
        else dispatch(eventOf(message))
      })
      return () => tabs?.close()
    },
    /** Adds what signed-in pages need, and follows the session. Returns a function that undoes both. */
    addHelpers(next: Helpers) {
      helpers = next
      const me = meOf(getState())
      if (me) effects.follow({ do: 'follow', sessionId: me.session.id })
      return () => {
        helpers = undefined
        stopFollowing()
      }
    },
  }
}

function eventOf(message: Exclude<TabMessage, 'sessions-changed'>): Event {
  if (message === 'signed-in') return { name: 'signed-in-elsewhere' }
  if (message === 'confirmed') return { name: 'proof-given' }
  if (message === 'signed-out') return { name: 'ended', end: { code: 'signed_out_elsewhere' }, by: 'tab' }
  const { ended: end, sessionId } = message
  return { name: 'ended', end, ...(sessionId && { sessionId }), by: 'tab' }
}

/** After every other end this browser no longer says whose it was. A person signed out here, or it may be in other hands. */
const endsByItself = ({ code, reason = '' }: SessionEnd) =>
  code === 'session_ended' ? usual.includes(reason) : !code.startsWith('signed_out')
const usual = ['expired', 'idle', 'replaced', 'password_changed', 'password_reset'] satisfies EndReason[] as string[]

const isPersonal = ({ queryKey }: Query) => queryKey[0] !== appKey
