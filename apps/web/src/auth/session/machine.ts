import type { EndReason } from '@latchkey/contracts/auth/sessions'
import type { User } from '@latchkey/contracts/auth/users'
import type { Problem } from '@latchkey/contracts/errors'
import type { Me } from './queries.ts'
import type { SessionEnd } from './session-end.ts'

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
  | { readonly name: 'identified'; readonly me: Me }
  | { readonly name: 'refused'; readonly problem: Problem }
  | { readonly name: 'ended'; readonly end: SessionEnd; readonly sessionId?: string; readonly by: 'stream' | 'tab' }
  | { readonly name: 'signed-in' | 'signed-in-elsewhere' | 'confirmation-required' | 'password-given' | 'declined' }
  | { readonly name: 'signed-out'; readonly isHeard: boolean }
  | { readonly name: 'sign-out-heard' }
  | { readonly name: 'user-changed'; readonly user: User }

/** What the page then does, in this order. */
export type Effect =
  | { readonly do: 'follow'; readonly sessionId: string }
  | { readonly do: 'forget-person' | 'identify' | 'send-sign-out-later' | 'cancel-sign-out' | 'open-dialog' }
  | { readonly do: 'go-to-login'; readonly end: SessionEnd }
  | { readonly do: 'tell-tabs'; readonly message: 'signed-in' | 'signed-out' | { end: SessionEnd; sessionId: string } }
  /** Goes on with the requests that wait, or gives them up. */
  | { readonly do: 'resume'; readonly given: boolean }

type Next = readonly [State, ...Effect[]]

/** The one rule of what follows what. `isHalfDone`: something is typed, or a request waits, that must not be lost. */
export function next(state: State, event: Event, isHalfDone: boolean): Next {
  switch (event.name) {
    case 'identified':
      return identified(state, event.me)
    case 'refused':
      return ended(state, endOf(event.problem, state), isHalfDone, 'api')
    case 'ended':
      if (meOf(state) && event.sessionId !== undefined && event.sessionId !== meOf(state)?.session.id) return [state]
      // Another tab of this browser signed in over it.
      if (event.end.reason === 'replaced' && event.by === 'stream') return [state, { do: 'identify' }]
      return ended(state, event.end, isHalfDone, event.by)
    case 'signed-in':
    case 'signed-in-elsewhere':
      return [state, { do: 'cancel-sign-out' }, { do: 'identify' }]
    case 'confirmation-required':
      return state.name === 'signed-in' ? [{ ...state, name: 'confirming' }, { do: 'open-dialog' }] : [state]
    case 'password-given':
      return state.name === 'confirming'
        ? [
            { ...state, name: 'signed-in' },
            { do: 'resume', given: true },
          ]
        : [state]
    case 'declined':
      if (state.name === 'confirming')
        return [
          { ...state, name: 'signed-in' },
          { do: 'resume', given: false },
        ]
      return state.name === 'held' ? [...signedOut(state.end), { do: 'resume', given: false }] : [state]
    case 'signed-out': {
      const end: SessionEnd = { code: 'signed_out', ...(!event.isHeard && { reason: 'unheard' }) }
      const late: Effect[] = event.isHeard ? [] : [{ do: 'send-sign-out-later' }]
      return [...signedOut(end), { do: 'tell-tabs', message: 'signed-out' }, ...late]
    }
    case 'sign-out-heard':
      return state.name === 'signed-out' && state.end.reason === 'unheard' ? signedOut({ code: 'signed_out' }) : [state]
    case 'user-changed': {
      const me = meOf(state)
      return me && state.name !== 'held'
        ? [{ ...state, me: { ...me, user: event.user } } as State, { do: 'tell-tabs', message: 'signed-in' }]
        : [state]
    }
  }
}

function identified(state: State, me: Me): Next {
  const before = meOf(state)
  const isOther = before !== undefined && before.user.id !== me.user.id
  const effects: Effect[] = isOther ? [{ do: 'forget-person' }] : []
  if (before?.session.id !== me.session.id) effects.push({ do: 'follow', sessionId: me.session.id })
  // A question that another person left behind is not for this one.
  if (state.name === 'held' || (state.name === 'confirming' && isOther)) effects.push({ do: 'resume', given: !isOther })
  const isStillAsked = state.name === 'confirming' && !isOther
  return [isStillAsked ? { name: 'confirming', me } : { name: 'signed-in', me }, ...effects]
}

function ended(state: State, end: SessionEnd, isHalfDone: boolean, by: 'api' | 'stream' | 'tab'): Next {
  const me = meOf(state)
  // The first word of an end has its reason; what follows only misses the token.
  if (state.name === 'held') return weight(end) > weight(state.end) ? [{ ...state, end }] : [state]
  if (state.name === 'signed-out')
    return weight(end) > weight(state.end)
      ? [
          { ...state, end },
          { do: 'go-to-login', end },
        ]
      : [state]
  // The server tells the reason once, to whoever asks first: the other tabs hear it from here.
  const told: Effect[] = me && by !== 'tab' ? [{ do: 'tell-tabs', message: { end, sessionId: me.session.id } }] : []
  if (me && isHalfDone && canComeBack(end)) return [{ name: 'held', me, end }, ...told, { do: 'open-dialog' }]
  const waiting: Effect[] = state.name === 'confirming' ? [{ do: 'resume', given: false }] : []
  return [...signedOut(end), ...told, ...waiting]
}

const signedOut = (end: SessionEnd): readonly [State, ...Effect[]] => [
  { name: 'signed-out', end },
  { do: 'forget-person' },
  { do: 'go-to-login', end },
]

const meOf = (state: State): Me | undefined => ('me' in state ? state.me : undefined)

/** The end that a 401 tells of, to a page that knew somebody, or nobody. */
function endOf({ code, reason }: Problem, state: State): SessionEnd {
  if (code === 'session_ended') return { code, ...(reason && { reason }) }
  if (code !== 'missing_token') return { code: 'invalid_token' }
  return { code: meOf(state) ? 'token_lost' : code }
}

/** By how much they tell: the least first. */
const order = ['missing_token', 'token_lost', 'invalid_token', 'signed_out_elsewhere', 'session_ended', 'signed_out']
const weight = ({ code }: SessionEnd) => order.indexOf(code)

/** After these, address and password of before let nobody in. */
const final = ['account_deleted', 'account_disabled', 'email_changed', 'not_me'] satisfies EndReason[] as string[]

/** Whoever left on purpose wants nothing kept. */
const canComeBack = ({ code, reason = '' }: SessionEnd) =>
  code !== 'signed_out' && code !== 'signed_out_elsewhere' && !final.includes(reason)
