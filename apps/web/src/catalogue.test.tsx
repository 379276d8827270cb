import { listActivity } from '@latchkey/contracts/auth/activity'
import { brand } from '@latchkey/contracts/brand'
import { readKeptMail, readMailbox } from '@latchkey/contracts/platform/mailbox'
import { listNotes } from '@latchkey/contracts/product/notes'
import * as german from '@latchkey/contracts/words/de/web'
import { screen } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'
import { anEvent, aPhone, aSession, fakeApi, user } from '../testing/fake-api.ts'
import { pseudoLanguage } from '../testing/pseudo-language.ts'
import { heading, visit } from '../testing/visit.tsx'
import { createCatalogue } from './platform/words/catalogue.ts'

let api: ReturnType<typeof fakeApi>
beforeEach(() => {
  api = fakeApi()
})

const other = aSession({ id: aSession().id.replace(/1$/, '2'), device: aPhone })
const ended = aSession({ id: aSession().id.replace(/1$/, '3'), endReason: 'idle', revoked: true })

function signIn() {
  api.signedIn([aSession({ current: true }), other, ended])
  api.answer(listNotes, { status: 200, data: [] })
  const events = [
    anEvent(9, { count: 2, current: true }),
    anEvent(8, { newDevice: true }),
    anEvent(7, { kind: 'sign_in_failed' }),
  ]
  api.answer(listActivity, { status: 200, data: { events, next: null } })
}

/** What the API answers, or what has no language. */
const data = [
  'English',
  'Deutsch',
  user.email,
  user.name,
  brand.name,
  'Only for you.',
  'Firefox',
  'Safari',
  'Linux',
  'iPhone',
]

/** The texts of the page that do not come from the catalogue. `Intl` writes times, and code has no language. */
function textsOutside(): string[] {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const texts: string[] = []
  while (walker.nextNode())
    // The names of time zones have no language either.
    if (!walker.currentNode.parentElement?.closest('time, code, script, style, title, [translate=no]'))
      texts.push(walker.currentNode.textContent ?? '')
  for (const element of document.querySelectorAll('[aria-label], [title], [placeholder], [alt]'))
    for (const name of ['aria-label', 'title', 'placeholder', 'alt']) texts.push(element.getAttribute(name) ?? '')
  return texts.filter(text => /\p{L}/u.test(withoutData(withoutMarked(text))))
}

/** Marks may be nested, as when a sentence holds another. */
function withoutMarked(text: string): string {
  const rest = text.replace(/⟦[^⟦⟧]*⟧/g, '')
  return rest === text ? rest : withoutMarked(rest)
}

const withoutData = (text: string) => data.reduce((rest, each) => rest.replaceAll(each, ''), text)

describe('a page', () => {
  it.each([
    '/login',
    '/login/code',
    '/sign-up',
    '/forgot',
    '/verify',
    '/reset',
    '/not-me',
    '/keep-account',
    '/cancel-email',
    '/keep-factors',
  ])('has no text outside the catalogue: %s', async path => {
    api.signedOut()
    visit(path, pseudoLanguage)
    await screen.findByRole('heading', { level: 1 })
    expect(textsOutside()).toEqual([])
  })

  it('about a deleted account has no text outside the catalogue', async () => {
    api.signedOut()
    visit('/account-deleted', pseudoLanguage, { ended: { code: 'session_ended', reason: 'account_deleted' } })
    await screen.findByRole('heading', { level: 1 })
    expect(window.location.pathname).toBe('/account-deleted')
    expect(textsOutside()).toEqual([])
  })

  it.each(['/security', '/devices', '/settings', '/activity', '/notes', '/example', '/confirm-email'])(
    'for signed-in people has no text outside the catalogue: %s',
    async path => {
      signIn()
      visit(path, pseudoLanguage)
      await screen.findByRole('heading', { level: 1 })
      expect(textsOutside()).toEqual([])
    },
  )

  it('for developers has no text outside the catalogue', async () => {
    api.signedOut()
    const id = '019ab000-0000-7000-8000-000000000009'
    const head = { id, sentAt: '2026-11-23T14:02:00.000Z', to: 'ada@example.com', subject: '' }
    api.answer(readMailbox, { status: 200, data: { isWhole: true, mails: [head] } })
    api.answer(readKeptMail, { status: 200, data: { ...head, text: '071584' } })
    visit('/dev/mailbox', pseudoLanguage)
    await screen.findByRole('article')
    expect(textsOutside()).toEqual([])
  })

  it('that does not exist has no text outside the catalogue', async () => {
    api.signedOut()
    api.refuse(readMailbox, 'not_found')
    visit('/dev/mailbox', pseudoLanguage)
    await heading(/Page not found/)
    expect(textsOutside()).toEqual([])
  })

  it('names what is missing by the catalogue', async () => {
    api.signedOut()
    const { person } = visit('/sign-up', pseudoLanguage)
    const [button] = await screen.findAllByRole('button', { name: /Create account/ })
    await person.click(button as HTMLElement)
    await screen.findByRole('group', { name: /There is a problem/ })
    // `Intl` joins the names of the fields.
    expect(textsOutside()).toEqual([' and '])
  })
})

describe('a page in German', () => {
  it('says so to the browser, and writes times and lists in German', async () => {
    signIn()
    visit('/devices', german)
    await heading('Geräte')
    expect(screen.getByRole('button', { name: /^Kontomenü/ })).toBeTruthy()
    expect(document.body.textContent).toMatch(/um \d\d:\d\d Uhr/)
  })

  it('can become German while it is shown', async () => {
    const catalogue = createCatalogue('en', await import('@latchkey/contracts/words/en/web'))
    await catalogue.load(['devices'])
    expect([document.documentElement.lang, catalogue.getSpoken().words.devices.title]).toEqual(['en', 'Devices'])
    await catalogue.changeTo('de')
    expect([document.documentElement.lang, catalogue.getSpoken().words.devices.title]).toEqual(['de', 'Geräte'])
  })
})
