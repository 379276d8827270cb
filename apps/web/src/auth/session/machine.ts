import type { EndReason, Session as SessionRow } from '@latchkey/contracts/auth/sessions'
import type { User } from '@latchkey/contracts/auth/users'
import type { Problem } from '@latchkey/contracts/errors'

/** Who is signed in here, and with which session. */
export interface Me {
  readonly user: User
  readonly session: SessionRow
  /** Whether the person has to add a second factor before anything else. */
  readonly mustAddFactor?: boolean
  /** Whether the person may see others and act on their accounts. The API decides; pages only show the link. */
  readonly isAdmin?: boolean
}

/** Ordered by how much they say: the least first. */
export const endCodes = [
  'missing_token',
  'token_lost',
  'invalid_token',
  'signed_out_elsewhere',
  'session_ended',
  'signed_out',
] as const

/**
 * How the session of this page ended. `token_lost` is a missing token after someone was signed in. `signed_out` with the
 * reason `pending` has not reached the server yet. Kept in the history's state, which no link can forge, and sent to the
 * other tabs.
 */
export interface SessionEnd {
  readonly code: (typeof endCodes)[number]
  readonly reason?: string
}

/** What this page knows about who is signed in. */
export type State =
  | { readonly name: 'unknown' }
  | { readonly name: 'signed-in'; readonly me: Me }
  /** A request waits for a proof: the password, or a second factor. */
  | { readonly name: 'confirming'; readonly me: Me }
  /** The session ended, but something on the page is half done. The same person may sign in again over it. */
  | { readonly name: 'held'; readonly me: Me; readonly end: SessionEnd }
  | { readonly name: 'signed-out'; readonly end: SessionEnd }

/** What can change the state. It comes from the API, the event stream, another tab or the person. */
export type Event =
  | { readonly name: 'identified' | 'signed-in'; readonly me: Me }
  | { readonly name: 'refused'; readonly problem: Problem }
  | { readonly name: 'ended'; readonly end: SessionEnd; readonly sessionId?: string; readonly by: Source }
  | { readonly name: 'signed-in-elsewhere' | 'doubted' | 'confirmation-required' | 'proof-given' | 'declined' }
  /** This session was confirmed at a provider, in a tab of its own. */
  | { readonly name: 'confirmed' }
  | { readonly name: 'signed-out'; readonly end: SessionEnd }
  | { readonly name: 'sign-out-done' }
  | { readonly name: 'user-changed'; readonly user: User }

type Source = 'api' | 'stream' | 'tab' | 'person'

/** What one tab tells the others of this browser. They share one cookie, so one session. */
export type TabMessage =
  | 'signed-in'
  | 'signed-out'
  | 'sessions-changed'
  | 'confirmed'
  | { ended: SessionEnd; sessionId?: string }

/** What the page does after an event, in this order. */
export type Effect =
  | { readonly do: 'follow'; readonly sessionId: string }
  /** `renew-page` also forgets the person, then loads the page's data again: it is for someone else now. */
  | { readonly do: 'forget-person' | 'renew-page' | 'identify' | 'send-sign-out-later' | 'cancel-sign-out' }
  | { readonly do: 'go-to-login'; readonly end: SessionEnd }
  | { readonly do: 'tell-tabs'; readonly message: TabMessage }
  /** Sends the waiting requests again if `given`, or gives them up. */
  | { readonly do: 'resume'; readonly given: boolean }

type Next = readonly [State, ...Effect[]]

/** The next state and its effects. `isHalfDone`: typed input or a waiting request must not be lost. */
export function next(state: State, event: Event, isHalfDone: boolean): Next {
  switch (event.name) {
    case 'identified':
      return identified(state, event.me)
    case 'signed-in':
      return signedIn(state, event.me)
    case 'refused':
      return ended(state, endOf(event.problem, state), isHalfDone, 'api')
    case 'ended':
      // A late message about an earlier session. This page already has a newer one.
      if (event.sessionId !== undefined && meOf(state) && event.sessionId !== meOf(state)?.session.id) return [state]
      // Another tab of this browser signed in and replaced the session.
      if (event.by === 'stream' && event.end.reason === 'replaced') return [state, { do: 'identify' }]
      return ended(state, event.end, isHalfDone, event.by)
    case 'signed-in-elsewhere':
      // If no one was known, the pages that need to know who it is ask by themselves.
      return meOf(state)
        ? [state, { do: 'cancel-sign-out' }, { do: 'identify' }]
        : [{ name: 'unknown' }, { do: 'cancel-sign-out' }]
    case 'doubted':
      return [{ name: 'unknown' }, ...givenUp(state), ...(meOf(state) ? [renew] : [])]
    case 'confirmation-required':
      return state.name === 'signed-in' ? [{ ...state, name: 'confirming' }] : [state]
    case 'proof-given':
      return state.name === 'confirming' ? [{ ...state, name: 'signed-in' }, resume(true)] : [state]
    case 'confirmed':
      return [state, { do: 'tell-tabs', message: 'confirmed' }]
    case 'declined':
      if (state.name === 'confirming') return [{ ...state, name: 'signed-in' }, resume(false)]
      return state.name === 'held' ? signedOut(state, state.end) : [state]
    case 'signed-out':
      return [
        ...signedOut(state, event.end),
        { do: 'tell-tabs', message: 'signed-out' },
        ...(event.end.reason === 'pending' ? [{ do: 'send-sign-out-later' } as const] : []),
      ]
    case 'sign-out-done':
      return state.name === 'signed-out' && state.end.reason === 'pending'
        ? signedOut(state, { code: 'signed_out' })
        : [state]
    case 'user-changed':
      return state.name === 'signed-in' || state.name === 'confirming'
        ? [
            { ...state, me: { ...state.me, user: event.user } },
            { do: 'tell-tabs', message: 'signed-in' },
          ]
        : [state]
  }
}

/** An answer to "who am I?". */
function identified(state: State, me: Me): Next {
  const before = meOf(state)
  const isSameSession = before?.session.id === me.session.id
  // This answer was requested before the session ended.
  if (state.name === 'held' && isSameSession) return [state]
  const isOther = before !== undefined && before.user.id !== me.user.id
  // A dialog that another person left open is not for this one.
  if (isOther) return [{ name: 'signed-in', me }, renew, follow(me), ...givenUp(state)]
  if (state.name === 'held') return [{ name: 'signed-in', me }, follow(me), resume(true)]
  return [
    { name: state.name === 'confirming' ? 'confirming' : 'signed-in', me },
    ...(isSameSession ? [] : [follow(me)]),
  ]
}

/** A sign-in on this page, by the form or over a held page. */
function signedIn(state: State, me: Me): Next {
  const isSame = meOf(state)?.user.id === me.user.id
  const waiting = givenUp(state).map(() => resume(isSame))
  const tellTabs: Effect = { do: 'tell-tabs', message: 'signed-in' }
  return [{ name: 'signed-in', me }, { do: 'forget-person' }, follow(me), ...waiting, tellTabs]
}

function ended(state: State, end: SessionEnd, isHalfDone: boolean, by: Source): Next {
  const me = meOf(state)
  const saysMore = !('end' in state) || tellsMore(end, state.end)
  // The server sends the reason only once, so this tab passes it on to the others.
  const tellsTabs = by !== 'tab' && saysMore && (me || end.code === 'session_ended')
  const message = { ended: end, ...(me && { sessionId: me.session.id }) }
  const tellTabs: Effect[] = tellsTabs ? [{ do: 'tell-tabs', message }] : []
  if (state.name === 'signed-out')
    return saysMore ? [{ ...state, end }, { do: 'go-to-login', end }, ...tellTabs] : [state]
  if (!canSignInAgain(end)) return [...signedOut(state, end), ...tellTabs]
  // The first message has the reason. Later ones only report a missing token.
  if (state.name === 'held') return saysMore ? [{ ...state, end }, ...tellTabs] : [state]
  return me && isHalfDone ? [{ name: 'held', me, end }, ...tellTabs] : [...signedOut(state, end), ...tellTabs]
}

const signedOut = (state: State, end: SessionEnd): Next => [
  { name: 'signed-out', end },
  { do: 'forget-person' },
  { do: 'go-to-login', end },
  ...givenUp(state),
]

const renew: Effect = { do: 'renew-page' }
const follow = (me: Me): Effect => ({ do: 'follow', sessionId: me.session.id })
const resume = (given: boolean): Effect => ({ do: 'resume', given })
const givenUp = ({ name }: State): Effect[] => (name === 'confirming' || name === 'held' ? [resume(false)] : [])

/** The person that this page is for, if known. */
export const meOf = (state: State): Me | undefined => ('me' in state ? state.me : undefined)

/** The session end for the problem of a 401. A missing token is `token_lost` if someone was known. */
export function endOf({ code, reason }: Problem, state: State): SessionEnd {
  if (code === 'session_ended') return { code, ...(reason && { reason }) }
  if (code !== 'missing_token') return { code: 'invalid_token' }
  return { code: meOf(state) ? 'token_lost' : code }
}

/** Whether `end` says more than the earlier `before`. */
export function tellsMore(end: SessionEnd, before: SessionEnd): boolean {
  if (end.code === before.code) return before.reason === 'pending' && end.reason === undefined
  return endCodes.indexOf(end.code) > endCodes.indexOf(before.code)
}

/** After these, the old address and password no longer sign in. */
const final = [
  'account_deleted',
  'account_disabled',
  'account_kept',
  'email_changed',
  'not_me',
] satisfies EndReason[] as string[]

/** After a sign-out on purpose, nothing is kept. */
const canSignInAgain = ({ code, reason = '' }: SessionEnd) =>
  code !== 'signed_out' && code !== 'signed_out_elsewhere' && !final.includes(reason)
