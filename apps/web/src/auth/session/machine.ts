import type { EndReason, Session as SessionRow } from '@latchkey/contracts/auth/sessions'
import type { User } from '@latchkey/contracts/auth/users'
import type { Problem } from '@latchkey/contracts/errors'

/** Who is signed in here, and by which session. */
export interface Me {
  readonly user: User
  readonly session: SessionRow
}

/** By how much they tell: the least first. */
export const endCodes = [
  'missing_token',
  'token_lost',
  'invalid_token',
  'signed_out_elsewhere',
  'session_ended',
  'signed_out',
] as const

/**
 * How the session of this page came to its end. `token_lost` is a missing token where somebody was signed in a moment
 * ago. `signed_out` for the reason `unheard` is not yet known to the server. It travels in the history's state, which no
 * link can forge, and to the other tabs.
 */
export interface SessionEnd {
  readonly code: (typeof endCodes)[number]
  readonly reason?: string
}

/** All that this page knows about who is signed in. */
export type State =
  | { readonly name: 'unknown' }
  | { readonly name: 'signed-in'; readonly me: Me }
  /** A request waits for the password. */
  | { readonly name: 'confirming'; readonly me: Me }
  /** The session is over, and the page is kept for what is half done on it: the same person may sign in again over it. */
  | { readonly name: 'held'; readonly me: Me; readonly end: SessionEnd }
  | { readonly name: 'signed-out'; readonly end: SessionEnd }

/** All that can happen to it: by an answer of the API, by the stream of events, by another tab, by the person. */
export type Event =
  | { readonly name: 'identified' | 'signed-in'; readonly me: Me }
  | { readonly name: 'refused'; readonly problem: Problem }
  | { readonly name: 'ended'; readonly end: SessionEnd; readonly sessionId?: string; readonly by: Teller }
  | { readonly name: 'signed-in-elsewhere' | 'doubted' | 'confirmation-required' | 'password-given' | 'declined' }
  | { readonly name: 'signed-out'; readonly end: SessionEnd }
  | { readonly name: 'sign-out-heard' }
  | { readonly name: 'user-changed'; readonly user: User }

type Teller = 'api' | 'stream' | 'tab' | 'person'

/** What one tab tells the others of this browser: they share a cookie, so they share its fate. */
export type TabMessage = 'signed-in' | 'signed-out' | 'sessions-changed' | { ended: SessionEnd; sessionId?: string }

/** What the page then does, in this order. */
export type Effect =
  | { readonly do: 'follow'; readonly sessionId: string }
  /** `renew-page` forgets the person too, and asks anew for what this page shows: it is for somebody else now. */
  | { readonly do: 'forget-person' | 'renew-page' | 'identify' | 'send-sign-out-later' | 'cancel-sign-out' }
  | { readonly do: 'go-to-login'; readonly end: SessionEnd }
  | { readonly do: 'tell-tabs'; readonly message: TabMessage }
  /** Sends the waiting requests again, or gives them up. */
  | { readonly do: 'resume'; readonly given: boolean }

type Next = readonly [State, ...Effect[]]

/** The one rule of what follows what. `isHalfDone`: something is typed, or a request waits, that must not be lost. */
export function next(state: State, event: Event, isHalfDone: boolean): Next {
  switch (event.name) {
    case 'identified':
      return identified(state, event.me)
    case 'signed-in':
      return signedIn(state, event.me)
    case 'refused':
      return ended(state, endOf(event.problem, state), isHalfDone, 'api')
    case 'ended':
      // A late word of a session that has since given way to another: this page is for the new one.
      if (event.sessionId !== undefined && meOf(state) && event.sessionId !== meOf(state)?.session.id) return [state]
      // Another tab of this browser signed in over it.
      if (event.by === 'stream' && event.end.reason === 'replaced') return [state, { do: 'identify' }]
      return ended(state, event.end, isHalfDone, event.by)
    case 'signed-in-elsewhere':
      // Where nobody was known, only some pages want to know who it is: they ask by themselves.
      return meOf(state)
        ? [state, { do: 'cancel-sign-out' }, { do: 'identify' }]
        : [{ name: 'unknown' }, { do: 'cancel-sign-out' }]
    case 'doubted':
      return [{ name: 'unknown' }, ...givenUp(state), ...(meOf(state) ? [renew] : [])]
    case 'confirmation-required':
      return state.name === 'signed-in' ? [{ ...state, name: 'confirming' }] : [state]
    case 'password-given':
      return state.name === 'confirming' ? [{ ...state, name: 'signed-in' }, resume(true)] : [state]
    case 'declined':
      if (state.name === 'confirming') return [{ ...state, name: 'signed-in' }, resume(false)]
      return state.name === 'held' ? signedOut(state, state.end) : [state]
    case 'signed-out':
      return [
        ...signedOut(state, event.end),
        { do: 'tell-tabs', message: 'signed-out' },
        ...(event.end.reason === 'unheard' ? [{ do: 'send-sign-out-later' } as const] : []),
      ]
    case 'sign-out-heard':
      return state.name === 'signed-out' && state.end.reason === 'unheard'
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
  // This was asked before the session ended.
  if (state.name === 'held' && isSameSession) return [state]
  const isOther = before !== undefined && before.user.id !== me.user.id
  // A question that another person left behind is not for this one.
  if (isOther) return [{ name: 'signed-in', me }, renew, follow(me), ...givenUp(state)]
  if (state.name === 'held') return [{ name: 'signed-in', me }, follow(me), resume(true)]
  return [
    { name: state.name === 'confirming' ? 'confirming' : 'signed-in', me },
    ...(isSameSession ? [] : [follow(me)]),
  ]
}

/** On this page, by a form or over a page that was held. */
function signedIn(state: State, me: Me): Next {
  const isSame = meOf(state)?.user.id === me.user.id
  const waiting = givenUp(state).map(() => resume(isSame))
  const told: Effect = { do: 'tell-tabs', message: 'signed-in' }
  return [{ name: 'signed-in', me }, { do: 'forget-person' }, follow(me), ...waiting, told]
}

function ended(state: State, end: SessionEnd, isHalfDone: boolean, by: Teller): Next {
  const me = meOf(state)
  const isNews = !('end' in state) || tellsMore(end, state.end)
  // The server tells the reason once, to whoever asks first: the other tabs hear it from here.
  const isTold = by !== 'tab' && isNews && (me || end.code === 'session_ended')
  const message = { ended: end, ...(me && { sessionId: me.session.id }) }
  const told: Effect[] = isTold ? [{ do: 'tell-tabs', message }] : []
  if (state.name === 'signed-out') return isNews ? [{ ...state, end }, { do: 'go-to-login', end }, ...told] : [state]
  if (!canComeBack(end)) return [...signedOut(state, end), ...told]
  // The first word of an end has its reason; what follows only misses the token.
  if (state.name === 'held') return isNews ? [{ ...state, end }, ...told] : [state]
  return me && isHalfDone ? [{ name: 'held', me, end }, ...told] : [...signedOut(state, end), ...told]
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

/** The person that this page is for. */
export const meOf = (state: State): Me | undefined => ('me' in state ? state.me : undefined)

/** The end that a 401 tells of, to a page that knew somebody, or nobody. */
export function endOf({ code, reason }: Problem, state: State): SessionEnd {
  if (code === 'session_ended') return { code, ...(reason && { reason }) }
  if (code !== 'missing_token') return { code: 'invalid_token' }
  return { code: meOf(state) ? 'token_lost' : code }
}

/** Whether `end` says more than `before`, which was told first. */
export function tellsMore(end: SessionEnd, before: SessionEnd): boolean {
  if (end.code === before.code) return before.reason === 'unheard' && end.reason === undefined
  return endCodes.indexOf(end.code) > endCodes.indexOf(before.code)
}

/** After these, address and password of before let nobody in. */
const final = ['account_deleted', 'account_disabled', 'email_changed', 'not_me'] satisfies EndReason[] as string[]

/** Somebody who left on purpose wants nothing kept. */
const canComeBack = ({ code, reason = '' }: SessionEnd) =>
  code !== 'signed_out' && code !== 'signed_out_elsewhere' && !final.includes(reason)
