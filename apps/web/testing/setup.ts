import { cleanup, configure } from '@testing-library/react'
import { afterEach, beforeEach, vi } from 'vitest'
import { patience } from '../../../tools/testing/patience.ts'
import { FakeEventSource } from './fake-events.ts'

// Files share a window, so nothing of one may be left for the next.
beforeEach(() => {
  localStorage.clear()
  sessionStorage.clear()
  FakeEventSource.open = []
  vi.stubGlobal('EventSource', FakeEventSource)
})

// Vitest's functions are imported, not global, so Testing Library does not clean up by itself.
afterEach(() => {
  cleanup()
  vi.useRealTimers()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

// Pages load when they are first needed, which takes long on a busy machine.
configure({ asyncUtilTimeout: patience.conditionMs })

// The router scrolls, but jsdom has no layout and cannot.
window.scrollTo = () => undefined

const opener = new WeakMap<HTMLDialogElement, Element | null>()
// jsdom has the element, but cannot open it.
HTMLDialogElement.prototype.showModal = function () {
  opener.set(this, document.activeElement)
  this.open = true
  this.querySelector<HTMLElement>('input, button')?.focus()
}
HTMLDialogElement.prototype.close = function () {
  if (!this.open) return
  this.open = false
  const before = opener.get(this)
  if (before instanceof HTMLElement) before.focus()
}
