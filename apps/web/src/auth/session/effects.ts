import type { Query, QueryClient } from '@tanstack/react-query'
import type { AnyRouter } from '@tanstack/react-router'
import { unauthenticated } from '../../platform/api-errors.ts'
import { appKey } from '../../platform/outage.ts'
import { sessionsQuery } from '../devices/queries.ts'
import { goToLogin } from './login-location.ts'
import { type Effect, type Event, meOf, type State, type TabMessage } from './machine.ts'
import { meQuery } from './me-query.ts'
import type { Keeper } from './session.ts'
import { openTabs, type Tabs } from './tabs.ts'

interface Session {
  readonly queryClient: QueryClient
  readonly getRouter: () => AnyRouter
  readonly getState: () => State
  readonly dispatch: (event: Event) => void
  readonly getKeeper: () => Keeper | undefined
}

/** A sign-out that the server has not heard yet. */
export interface LateSignOut {
  /** Asks at once, and waits until it is heard or given up. */
  hurry(): Promise<void>
  cancel(): void
}

/** What signed-in pages need, and bring along: the sign-in page loads without it. */
export interface Helpers {
  /** Hears what happens to a session, and calls `changed` when the list of sessions did. The answer stops it. */
  follow(sessionId: string, changed: () => void): () => void
  signOutLater(queryClient: QueryClient, onHeard: () => void): LateSignOut
}

type Effects = { [Name in Effect['do']]: (effect: Extract<Effect, { do: Name }>) => void }

/** Does what the machine says. */
export function createEffects(session: Session) {
  const { queryClient, getRouter, getState, dispatch } = session
  let tabs: Tabs | undefined
  let lateSignOut: LateSignOut | undefined
  let helpers: Helpers | undefined
  let stopFollowing = () => {}

  /** Where a sign-out is still to be heard, nobody is signed in, and nobody may sign in: that would be ended by it. */
  const afterSignOut = () => lateSignOut?.hurry()
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
      void getRouter().invalidate()
    },
    identify: () =>
      void queryClient.fetchQuery({ ...query, staleTime: 0 }).catch(error => {
        // A refusal has been heard of already. Anything else leaves open whose page this is.
        if (!unauthenticated(error)) dispatch({ name: 'doubted' })
      }),
    'go-to-login': ({ end }) => goToLogin(getRouter(), end),
    'tell-tabs': ({ message }) => tabs?.tell(message),
    resume: ({ given }) => session.getKeeper()?.resume(given),
    'cancel-sign-out': () => lateSignOut?.cancel(),
    'send-sign-out-later'() {
      lateSignOut = helpers?.signOutLater(queryClient, () => dispatch({ name: 'sign-out-heard' }))
    },
  }

  return {
    query,
    afterSignOut,
    run: <Name extends Effect['do']>(effect: Extract<Effect, { do: Name }>) => effects[effect.do as Name](effect),
    /** Hears the other tabs. The answer stops that. */
    start() {
      tabs = openTabs(message => {
        if (message === 'sessions-changed') void queryClient.invalidateQueries(sessionsQuery)
        else dispatch(eventOf(message))
      })
      return () => tabs?.close()
    },
    /** Works with what signed-in pages bring along, and follows the session. The answer stops that. */
    workWith(next: Helpers) {
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
  if (message === 'signed-out') return { name: 'ended', end: { code: 'signed_out_elsewhere' }, by: 'tab' }
  const { ended: end, sessionId } = message
  return { name: 'ended', end, ...(sessionId && { sessionId }), by: 'tab' }
}

const isPersonal = ({ queryKey }: Query) => queryKey[0] !== appKey
