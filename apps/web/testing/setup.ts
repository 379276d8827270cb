import { cleanup, configure } from '@testing-library/react'
import { afterEach, beforeEach, vi } from 'vitest'
import { FakeEventSource } from './fake-events.ts'

beforeEach(() => {
  FakeEventSource.open = []
  vi.stubGlobal('EventSource', FakeEventSource)
})

// Vitest's functions are imported, not global, so Testing Library can't find this one by itself.
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

// Pages are loaded when they are first needed, which takes its time on a busy machine.
configure({ asyncUtilTimeout: 10_000 })

// jsdom lays nothing out, so it has nothing to scroll; the router asks it to.
window.scrollTo = () => undefined
