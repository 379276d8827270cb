import { describe, expect, it } from 'vitest'
import { type Effect, type Event, next, renewMs, retryMs, type State } from './autofill.ts'

const error = new Error('away')
const failed = (more: object = {}): Event => ({ name: 'failed', error, isDeclined: false, waitMs: 0, ...more })

const timers: Record<number, string> = { [renewMs]: 'renew later', [retryMs]: 'retry soon' }
function nameOf(effect: Effect): string {
  if (effect.do === 'ask') return effect.autofill ? 'autofill' : 'dialog'
  return effect.do === 'wait-again-after' ? (timers[effect.milliseconds] ?? 'retry late') : effect.do
}

function step(state: State, event: Event): string {
  const [after, ...effects] = next(state, event)
  return [after, ...effects.map(nameOf)].join(', ')
}

const armed = 'abort, renew later, autofill'
type Row = Record<State, string>
const over = 'over'

/** The next state and what is done, in this order. A new state is a type error until it is here. */
const table: Record<string, [Event, Row]> = {
  'the page is ready, or the options are old': [
    { name: 'wait' },
    {
      resting: `waiting, ${armed}`,
      waiting: `waiting, ${armed}`,
      asking: 'asking',
      chosen: 'chosen',
      over,
    },
  ],
  'the button is pressed': [
    { name: 'open' },
    {
      resting: 'asking, stop-timer, abort, dialog',
      waiting: 'asking, stop-timer, abort, dialog',
      asking: 'asking',
      chosen: 'chosen',
      over,
    },
  ],
  'a passkey is chosen': [
    { name: 'chosen' },
    {
      resting: 'chosen, stop-timer',
      waiting: 'chosen, stop-timer',
      asking: 'chosen, stop-timer',
      chosen: 'chosen, stop-timer',
      over,
    },
  ],
  'the options fail': [
    failed(),
    {
      resting: `waiting, show, ${armed}`,
      waiting: 'waiting, retry soon',
      asking: `waiting, show, ${armed}`,
      chosen: `waiting, show, ${armed}`,
      over,
    },
  ],
  'the options are limited': [
    failed({ waitMs: 15 * 60_000 }),
    {
      resting: `waiting, show, ${armed}`,
      waiting: 'waiting, retry late',
      asking: `waiting, show, ${armed}`,
      chosen: `waiting, show, ${armed}`,
      over,
    },
  ],
  'the person closes the dialog': [
    failed({ isDeclined: true }),
    {
      resting: `waiting, ${armed}`,
      waiting: 'waiting, retry soon',
      asking: `waiting, ${armed}`,
      chosen: `waiting, ${armed}`,
      over,
    },
  ],
  'the passkey is refused': [
    { name: 'refused', error },
    {
      resting: `waiting, show, ${armed}`,
      waiting: `waiting, show, ${armed}`,
      asking: `waiting, show, ${armed}`,
      chosen: `waiting, show, ${armed}`,
      over,
    },
  ],
  'the sign-in succeeds': [
    { name: 'signed-in' },
    {
      resting: 'over, stop-timer',
      waiting: 'over, stop-timer',
      asking: 'over, stop-timer',
      chosen: 'over, stop-timer',
      over,
    },
  ],
  'the person leaves the page': [
    { name: 'end' },
    {
      resting: 'over, stop-timer, abort',
      waiting: 'over, stop-timer, abort',
      asking: 'over, stop-timer, abort',
      chosen: 'over, stop-timer, abort',
      over,
    },
  ],
}

describe('the machine of passkey autofill', () => {
  for (const [what, [event, row]] of Object.entries(table))
    it.each(Object.keys(row) as State[])(`${what}: %s`, state => {
      expect(step(state, event)).toBe(row[state])
    })
})
