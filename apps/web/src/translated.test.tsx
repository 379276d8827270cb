import { passwordState } from '@latchkey/contracts/auth/account'
import { listActivity } from '@latchkey/contracts/auth/activity'
import { listSessions } from '@latchkey/contracts/auth/devices'
import { type Factors, factors } from '@latchkey/contracts/auth/factors'
import { factors as words } from '@latchkey/contracts/words/en/factors'
import { act, render, screen, waitFor } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { anEvent, aSession, fakeApi, noFactors } from '../testing/fake-api.ts'
import { heading, visit } from '../testing/visit.tsx'
import { rich } from './platform/words/use-words.ts'

/** Moves each text into <font> elements, as a browser that translates the page does. */
function translate(): void {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const texts: Text[] = []
  while (walker.nextNode()) texts.push(walker.currentNode as Text)
  for (const text of texts) {
    const font = document.createElement('font')
    text.replaceWith(font)
    font.append(text)
  }
}

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }))
afterEach(() => void vi.useRealTimers())

/** Translates, and lets the page ask for everything again, a minute later. */
const translateAndLookAgain = () =>
  act(() => {
    translate()
    vi.setSystemTime(Date.now() + 60_000)
    window.dispatchEvent(new Event('visibilitychange'))
  })

const instant = '2026-11-23T14:02:00.000Z'
const app = { id: '019ab000-0000-7000-8000-0000000000f1', name: 'My phone', createdAt: instant }

const Sentence = ({ children }: { children: ReactNode }) => <p role="note">{children}</p>

describe('a sentence with inner parts', () => {
  const used = rich(words.lastUsed(<time>today</time>))
  const added = rich(words.added(<time>today</time>))
  const changes = {
    'another sentence': [added, used, 'last used today'],
    'a plain sentence': [used, words.neverUsed, 'not used yet'],
    'no sentence': [used, null, ''],
    'a sentence with inner parts, from a plain one': [words.neverUsed, used, 'last used today'],
  } as const

  it.each(Object.entries(changes))('becomes %s in a translated page', (_, [before, after, shown]) => {
    const { rerender } = render(<Sentence>{before}</Sentence>)
    translate()
    rerender(<Sentence>{after}</Sentence>)
    expect(screen.getByRole('note').textContent).toBe(shown)
  })
})

describe('a translated page', () => {
  it('tells that an app was used, that codes are few, and that the password was guessed, and takes it back', async () => {
    const api = fakeApi()
    api.signedIn()
    api.answer(listActivity, { status: 200, data: { events: [anEvent(1)], next: null } })
    const answer = (lastUsedAt: string | null, left: number, strangersRefusedAt: string | null) => {
      const data: Factors = {
        ...noFactors,
        totp: [{ ...app, lastUsedAt }],
        recoveryCodes: { left, createdAt: instant },
      }
      api.answer(factors, { status: 200, data })
      api.answer(passwordState, { status: 200, data: { password: { changedAt: instant, strangersRefusedAt } } })
    }
    answer(null, 10, null)
    visit('/security')
    await screen.findByText('not used yet')
    for (let round = 0; round < 2; round++) {
      answer(instant, 2, instant)
      translateAndLookAgain()
      expect(await screen.findByText(/last used/)).toBeTruthy()
      expect(await screen.findByText(/tried many wrong passwords/)).toBeTruthy()
      expect(document.body.textContent).toContain('2 of 10 are left. Make new ones')
      answer(null, 10, null)
      translateAndLookAgain()
      expect(await screen.findByText('not used yet')).toBeTruthy()
      expect(await screen.findByText(/^Changed/)).toBeTruthy()
    }
    await heading('Your account')
  })

  it('tells no longer where an ended session was', async () => {
    const api = fakeApi()
    const ended = { id: app.id, revoked: true, revokedAt: instant, endReason: 'signed_out' }
    const here = aSession({ current: true })
    api.signedIn([here, aSession(ended)])
    visit('/devices')
    const summary = await screen.findByText(/Ended in the last/)
    const list = summary.closest('details')
    expect(list?.textContent).toContain('203.0.113.7')
    api.answer(listSessions, { status: 200, data: [here, aSession({ ...ended, ip: null })] })
    translateAndLookAgain()
    await waitFor(() => expect(list?.textContent).not.toContain('203.0.113.7'))
    await heading('Devices')
  })
})
