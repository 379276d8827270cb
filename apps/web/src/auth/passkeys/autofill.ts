/** The server's challenge lasts ten minutes. */
export const renewMs = 9 * 60_000
/** After a server that was away, or a dialog that was closed. Not at once: a browser that always declines would ask for ever. */
export const retryMs = 60_000

/**
 * What asks for a passkey. A browser has one request at a time.
 * - `resting`: nothing yet
 * - `waiting`: a request waits unseen in the address field, or has failed there and is repeated later
 * - `asking`: the browser's dialog is open
 * - `chosen`: the person chose a passkey, and the server checks it
 * - `over`: signed in, or the page is gone
 */
export type State = 'resting' | 'waiting' | 'asking' | 'chosen' | 'over'

export type Event =
  /** The page is ready, or it is time for new options. */
  | { readonly name: 'wait' }
  | { readonly name: 'open' }
  | { readonly name: 'chosen' }
  | Failed
  /** The chosen passkey did not sign in. */
  | { readonly name: 'refused'; readonly error: unknown }
  | { readonly name: 'signed-in' | 'end' }

/** It came to an end before a passkey was chosen. */
interface Failed {
  readonly name: 'failed'
  readonly error: unknown
  /** By the person, or by a browser that has no passkey. */
  readonly isDeclined: boolean
  /** How long the server wants to be left alone. */
  readonly waitMs: number
}

export type Effect =
  /** Asks with new options: unseen in the list of the field, or by the dialog. */
  | { readonly do: 'ask'; readonly autofill: boolean }
  /** Gives up the request of before. Nothing that it does later counts. */
  | { readonly do: 'abort' }
  | { readonly do: 'wait-again-after'; readonly milliseconds: number }
  | { readonly do: 'stop-timer' }
  | { readonly do: 'show'; readonly error: unknown }

type Next = readonly [State, ...Effect[]]

const waitAnew: Next = [
  'waiting',
  { do: 'abort' },
  { do: 'wait-again-after', milliseconds: renewMs },
  { do: 'ask', autofill: true },
]

/** The next state, and what to do in this order. */
export function next(state: State, event: Event): Next {
  if (state === 'over') return [state]
  switch (event.name) {
    case 'wait':
      return state === 'resting' || state === 'waiting' ? waitAnew : [state]
    case 'open':
      // A chosen passkey is on its way already. A second dialog would sign in twice.
      if (state === 'chosen' || state === 'asking') return [state]
      return ['asking', { do: 'stop-timer' }, { do: 'abort' }, { do: 'ask', autofill: false }]
    case 'chosen':
      return ['chosen', { do: 'stop-timer' }]
    case 'failed':
      return failed(state, event)
    case 'refused':
      return again(event.error)
    case 'signed-in':
      return ['over', { do: 'stop-timer' }]
    case 'end':
      return ['over', { do: 'stop-timer' }, { do: 'abort' }]
  }
}

function failed(state: State, { error, isDeclined, waitMs }: Failed): Next {
  // The person asked for nothing, so a server that is away is no news here.
  if (state === 'waiting') return [state, { do: 'wait-again-after', milliseconds: Math.max(retryMs, waitMs) }]
  return isDeclined ? waitAnew : again(error)
}

function again(error: unknown): Next {
  const [waiting, ...effects] = waitAnew
  return [waiting, { do: 'show', error }, ...effects]
}
