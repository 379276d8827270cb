import { describe, expect, it } from 'vitest'
import { type Effect, type Event, type Me, next, type SessionEnd, type State } from './machine.ts'

const me = (user: string, session: string) => ({ user: { id: user }, session: { id: session } }) as Me
const [ada, adaAgain, eve] = [me('ada', 's1'), me('ada', 's2'), me('eve', 's9')]
const idle: SessionEnd = { code: 'session_ended', reason: 'idle' }
const lost: SessionEnd = { code: 'token_lost' }

const states: { [Name in State['name']]: Extract<State, { name: Name }> } = {
  unknown: { name: 'unknown' },
  'signed-in': { name: 'signed-in', me: ada },
  confirming: { name: 'confirming', me: ada },
  held: { name: 'held', me: ada, end: lost },
  'signed-out': { name: 'signed-out', end: lost },
}
const refused = (code: string, reason?: string): Event => ({
  name: 'refused',
  problem: { code, status: 401, reason } as never,
})
const ended = (end: SessionEnd, by: 'stream' | 'tab' | 'person', sessionId = 's1'): Event => ({
  name: 'ended',
  end,
  sessionId,
  by,
})
const nameOf = (effect: Effect) =>
  effect.do === 'resume'
    ? effect.given
      ? 'resume'
      : 'give-up'
    : effect.do === 'follow'
      ? `follow ${effect.sessionId}`
      : effect.do

function step(state: State, event: Event, isHalfDone = false) {
  const [after, ...effects] = next(state, event, isHalfDone)
  return { after, effects, row: [after.name, ...effects.map(nameOf)].join(', ') }
}

type Row = Record<State['name'], string>

const out = 'signed-out, forget-person, go-to-login'
const here = (then: string) => `signed-in, forget-person, follow s2, ${then}tell-tabs`

/** The next state and the effects, in this order. A new state or event is a type error until it is here. */
const table: Record<Event['name'], [event: Event, becomes: Row, overHalfDone?: Partial<Row>]> = {
  identified: [
    { name: 'identified', me: adaAgain },
    {
      unknown: 'signed-in, follow s2',
      'signed-in': 'signed-in, follow s2',
      confirming: 'confirming, follow s2',
      held: 'signed-in, follow s2, resume',
      'signed-out': 'signed-in, follow s2',
    },
  ],
  'signed-in': [
    { name: 'signed-in', me: adaAgain },
    {
      unknown: here(''),
      'signed-in': here(''),
      confirming: here('resume, '),
      held: here('resume, '),
      'signed-out': here(''),
    },
  ],
  refused: [
    refused('session_ended', 'idle'),
    {
      unknown: `${out}, tell-tabs`,
      'signed-in': `${out}, tell-tabs`,
      confirming: `${out}, give-up, tell-tabs`,
      held: 'held, tell-tabs',
      'signed-out': 'signed-out, go-to-login, tell-tabs',
    },
    { unknown: `${out}, tell-tabs`, 'signed-in': 'held, tell-tabs', confirming: 'held, tell-tabs' },
  ],
  ended: [
    ended(idle, 'tab'),
    {
      unknown: out,
      'signed-in': out,
      confirming: `${out}, give-up`,
      held: 'held',
      'signed-out': 'signed-out, go-to-login',
    },
    { unknown: out, 'signed-in': 'held', confirming: 'held' },
  ],
  'signed-in-elsewhere': [
    { name: 'signed-in-elsewhere' },
    {
      unknown: 'unknown, cancel-sign-out',
      'signed-in': 'signed-in, cancel-sign-out, identify',
      confirming: 'confirming, cancel-sign-out, identify',
      held: 'held, cancel-sign-out, identify',
      'signed-out': 'unknown, cancel-sign-out',
    },
  ],
  doubted: [
    { name: 'doubted' },
    {
      unknown: 'unknown',
      'signed-in': 'unknown, renew-page',
      confirming: 'unknown, give-up, renew-page',
      held: 'unknown, give-up, renew-page',
      'signed-out': 'unknown',
    },
  ],
  'confirmation-required': [{ name: 'confirmation-required' }, { ...unchanged(), 'signed-in': 'confirming' }],
  confirmed: [
    { name: 'confirmed' },
    {
      unknown: 'unknown, tell-tabs',
      'signed-in': 'signed-in, tell-tabs',
      confirming: 'confirming, tell-tabs',
      held: 'held, tell-tabs',
      'signed-out': 'signed-out, tell-tabs',
    },
  ],
  'proof-given': [{ name: 'proof-given' }, { ...unchanged(), confirming: 'signed-in, resume' }],
  declined: [{ name: 'declined' }, { ...unchanged(), confirming: 'signed-in, give-up', held: `${out}, give-up` }],
  'signed-out': [
    { name: 'signed-out', end: { code: 'signed_out', reason: 'pending' } },
    {
      unknown: `${out}, tell-tabs, send-sign-out-later`,
      'signed-in': `${out}, tell-tabs, send-sign-out-later`,
      confirming: `${out}, give-up, tell-tabs, send-sign-out-later`,
      held: `${out}, give-up, tell-tabs, send-sign-out-later`,
      'signed-out': `${out}, tell-tabs, send-sign-out-later`,
    },
  ],
  // Only if the sign-out was pending, see below.
  'sign-out-done': [{ name: 'sign-out-done' }, unchanged()],
  'user-changed': [
    { name: 'user-changed', user: { ...ada.user, name: 'Ada Lovelace' } },
    { ...unchanged(), 'signed-in': 'signed-in, tell-tabs', confirming: 'confirming, tell-tabs' },
  ],
}

function unchanged(): Row {
  return Object.fromEntries(Object.keys(states).map(name => [name, name])) as Row
}

describe('the session machine', () => {
  for (const [name, [event, becomes, overHalfDone]] of Object.entries(table)) {
    for (const state of Object.values(states)) {
      it(`${state.name} on ${name}`, () => {
        expect(step(state, event).row).toBe(becomes[state.name])
        expect(step(state, event, true).row).toBe(overHalfDone?.[state.name] ?? becomes[state.name])
      })
    }
  }
})

describe('an answer to "who am I?"', () => {
  it('updates only the person if the session is the same', () => {
    const renamed = { ...ada, user: { ...ada.user, name: 'Ada' } }
    expect(step(states['signed-in'], { name: 'identified', me: renamed })).toMatchObject({
      after: { me: renamed },
      row: 'signed-in',
    })
  })

  it('does not release a held page if it was requested before the end', () => {
    expect(step(states.held, { name: 'identified', me: ada }).after).toBe(states.held)
  })

  it.each([
    ['signed-in', 'signed-in, renew-page, follow s9'],
    ['confirming', 'signed-in, renew-page, follow s9, give-up'],
    ['held', 'signed-in, renew-page, follow s9, give-up'],
  ] as const)('keeps nothing for another person: %s', (name, row) => {
    expect(step(states[name], { name: 'identified', me: eve }).row).toBe(row)
  })

  it('gives up waiting requests if another person signs in', () => {
    expect(step(states.held, { name: 'signed-in', me: eve }).row).toBe(
      'signed-in, forget-person, follow s9, give-up, tell-tabs',
    )
  })
})

describe('the end of a session', () => {
  it.each([
    ['session_ended', idle],
    ['invalid_token', { code: 'invalid_token' }],
    ['token_lost', { code: 'missing_token' }],
  ])('is sent to the other tabs as %s', (code, problem) => {
    const { effects } = step(states['signed-in'], refused(problem.code, 'reason' in problem ? 'idle' : undefined))
    const ended = code === 'session_ended' ? idle : { code }
    expect(effects).toContainEqual({ do: 'tell-tabs', message: { ended, sessionId: 's1' } })
  })

  it('is not sent if no one was known, unless there is a reason', () => {
    expect(step(states.unknown, refused('missing_token'))).toMatchObject({
      after: { end: { code: 'missing_token' } },
      row: out,
    })
    expect(step(states.unknown, refused('session_ended', 'idle')).effects).toContainEqual({
      do: 'tell-tabs',
      message: { ended: idle },
    })
  })

  it('of another session is ignored', () => {
    for (const by of ['tab', 'stream'] as const)
      for (const name of ['signed-in', 'confirming', 'held'] as const)
        expect(step(states[name], ended(idle, by, 's0'))).toMatchObject({ after: states[name], effects: [] })
  })

  it('is passed on from the stream or the person, but not from a tab', () => {
    for (const by of ['stream', 'person'] as const)
      expect(step(states['signed-in'], ended(idle, by)).row).toBe(`${out}, tell-tabs`)
  })

  it('by a newer sign-in of this browser asks who is signed in', () => {
    const replaced = ended({ code: 'session_ended', reason: 'replaced' }, 'stream')
    expect(step(states['signed-in'], replaced, true).row).toBe('signed-in, identify')
  })

  it('that says less never overwrites one that says more', () => {
    const held = step(states['signed-in'], refused('session_ended', 'idle'), true).after
    expect(step(held, refused('missing_token'), true)).toMatchObject({ after: held, effects: [] })
    const left = step(states['signed-in'], { name: 'signed-out', end: { code: 'signed_out' } }).after
    for (const end of [idle, lost, { code: 'signed_out_elsewhere' }] as const)
      expect(step(left, ended(end, 'tab'))).toMatchObject({ after: left, effects: [] })
  })

  it.each(['account_deleted', 'account_disabled', 'account_kept', 'email_changed', 'not_me'])(
    'holds no page if no one could sign in again: %s',
    reason => {
      const end = { code: 'session_ended', reason } as const
      expect(step(states['signed-in'], ended(end, 'tab'), true).row).toBe(out)
      expect(step(states.held, ended(end, 'tab'), true)).toMatchObject({ after: { end }, row: `${out}, give-up` })
    },
  )

  it('holds no page if the person signed out in another tab', () => {
    const end = { code: 'signed_out_elsewhere' } as const
    expect(step(states['signed-in'], ended(end, 'tab'), true).row).toBe(out)
  })
})

describe('a sign-out', () => {
  it('that reaches the server later says so then', () => {
    const late = step(states['signed-in'], { name: 'signed-out', end: { code: 'signed_out', reason: 'pending' } })
    expect(step(late.after, { name: 'sign-out-done' })).toMatchObject({
      after: { end: { code: 'signed_out' } },
      row: out,
    })
  })

  it('that has reached the server is not sent again', () => {
    expect(step(states['signed-in'], { name: 'signed-out', end: { code: 'signed_out' } }).row).toBe(`${out}, tell-tabs`)
  })
})
