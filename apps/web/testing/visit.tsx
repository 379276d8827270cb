import * as english from '@latchkey/contracts/words/en/web'
import type { WebLanguage } from '@latchkey/contracts/words/web'
import { render, screen } from '@testing-library/react'
import userEvent, { type UserEvent } from '@testing-library/user-event'
import { App } from '../src/app.tsx'
import { readLocation } from '../src/platform/router/location.ts'
import { createCatalogue } from '../src/platform/words/catalogue.ts'

export const inEnglish = () => createCatalogue('en', english)

/** Opens the app at `path`, in English unless another language is given. `state`: what the history keeps beside the address. */
export function visit(path: string, language: WebLanguage = english, state: object | null = null) {
  window.history.pushState(state, '', path)
  // As in main.tsx. Double mounting once found a query that was cancelled with its first component.
  render(<App catalogue={createCatalogue('en', language)} />, { reactStrictMode: true })
  return { history: browserHistory, person: userEvent.setup() }
}

const browserHistory = {
  get location() {
    return readLocation()
  },
  /** Opens an address in the same tab, as a link outside of the app does. */
  push(path: string) {
    window.history.pushState(null, '', path)
    window.dispatchEvent(new PopStateEvent('popstate'))
  },
}

export const heading = (name: string | RegExp) => screen.findByRole('heading', { level: 1, name })

export const description = (element: HTMLElement) =>
  (element.getAttribute('aria-describedby') ?? '')
    .split(' ')
    .map(id => document.getElementById(id)?.textContent ?? '')
    .join('')

/** Another tab of this browser, and the messages that it receives. */
export function openOtherTab() {
  const otherTab = new BroadcastChannel('latchkey')
  const received: unknown[] = []
  otherTab.addEventListener('message', ({ data }) => received.push(data))
  return { otherTab, received }
}

/** Signs out by the account menu. */
export async function signOutByMenu(person: UserEvent): Promise<void> {
  await person.click(await screen.findByRole('button', { name: /^Account menu/ }))
  await person.click(screen.getByRole('button', { name: 'Sign out' }))
}
