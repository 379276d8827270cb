import { describe, expect, it } from 'vitest'
import { type Effect, type Event, next, type State } from './machine.ts'
import type { Me } from './queries.ts'

const me = (user: string, session: string) => ({ user: { id: user }, session: { id: session } }) as Me
const ada = me('ada', 's1')
const signedIn: State = { name: 'signed-in', me: ada }
const problem = (code: string, reason?: string) => ({ code, status: 401, reason }) as never
const refused = (code: string, reason?: string): Event => ({ name: 'refused', problem: problem(code, reason) })
const names = (effects: readonly Effect[]) => effects.map(effect => effect.do)
const step = (state: State, event: Event, isHalfDone = false) => {
  const [after, ...effects] = next(state, event, isHalfDone)
  return { state: after, effects, does: names(effects) }
}

describe('a session that ends', () => {
  it('leads to the sign-in page with its reason, and takes the other tabs along', () => {
    const { state, does } = step(signedIn, refused('session_ended', 'idle'))
    expect(state).toEqual({ name: 'signed-out', end: { code: 'session_ended', reason: 'idle' } })
    expect(does).toEqual(['forget-person', 'go-to-login', 'tell-tabs'])
  })

  it('holds a page with something half done, and goes on when the same person is back', () => {
    const held = step(signedIn, refused('session_ended', 'expired'), true)
    expect([held.state.name, held.does]).toEqual(['held', ['tell-tabs', 'open-dialog']])
    // Its echo, which knows less.
    expect(step(held.state, refused('missing_token'), true)).toMatchObject({ state: held.state, does: [] })
    const back = step(held.state, { name: 'identified', me: me('ada', 's2') })
    expect([back.state.name, back.effects]).toEqual([
      'signed-in',
      [
        { do: 'follow', sessionId: 's2' },
        { do: 'resume', given: true },
      ],
    ])
  })

  it('keeps nothing for another person, nor where it is final, nor for who declines', () => {
    const held = step(signedIn, refused('session_ended', 'expired'), true)
    const other = step(held.state, { name: 'identified', me: me('eve', 's9') })
    expect(other.effects).toEqual([
      { do: 'forget-person' },
      { do: 'follow', sessionId: 's9' },
      { do: 'resume', given: false },
    ])
    expect(step(signedIn, refused('session_ended', 'not_me'), true).state.name).toBe('signed-out')
    expect(step(held.state, { name: 'declined' }).does).toEqual(['forget-person', 'go-to-login', 'resume'])
  })

  it('is not mistaken for a newer one, nor for an end where another tab signed in over it', () => {
    const late: Event = { name: 'ended', end: { code: 'session_ended', reason: 'idle' }, sessionId: 's0', by: 'tab' }
    expect(step(signedIn, late)).toMatchObject({ state: signedIn, does: [] })
    const replaced: Event = {
      name: 'ended',
      end: { code: 'session_ended', reason: 'replaced' },
      sessionId: 's1',
      by: 'stream',
    }
    expect(step(signedIn, replaced)).toMatchObject({ state: signedIn, does: ['identify'] })
  })

  it('tells nobody on where a tab told it', () => {
    const told: Event = { name: 'ended', end: { code: 'session_ended', reason: 'idle' }, sessionId: 's1', by: 'tab' }
    expect(step(signedIn, told).does).toEqual(['forget-person', 'go-to-login'])
  })
})

describe('a confirmation', () => {
  it('resumes what waits when the password is given, and gives it up when it is not', () => {
    const asked = step(signedIn, { name: 'confirmation-required' })
    expect([asked.state.name, asked.does]).toEqual(['confirming', ['open-dialog']])
    expect(step(asked.state, { name: 'password-given' })).toMatchObject({
      state: signedIn,
      effects: [{ do: 'resume', given: true }],
    })
    expect(step(asked.state, { name: 'declined' }).effects).toEqual([{ do: 'resume', given: false }])
    expect(step(asked.state, refused('session_ended', 'idle'), true).state.name).toBe('held')
  })
})

describe('a sign-out', () => {
  it('clears the page at once, also where the server does not hear of it, and says so when it has', () => {
    const late = step(signedIn, { name: 'signed-out', isHeard: false })
    expect(late.does).toEqual(['forget-person', 'go-to-login', 'tell-tabs', 'send-sign-out-later'])
    const heard = step(late.state, { name: 'sign-out-heard' })
    expect(heard.state).toEqual({ name: 'signed-out', end: { code: 'signed_out' } })
    expect(step(late.state, { name: 'signed-in-elsewhere' }).does).toEqual(['cancel-sign-out', 'identify'])
  })
})
