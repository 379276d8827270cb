import { pages } from '@latchkey/contracts/pages'
import { screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createApp } from '../src/app.tsx'
import { fakeApi } from '../testing/fake-api.ts'
import { fakePasskeys } from '../testing/fake-passkeys.ts'
import { inEnglish, visit } from '../testing/visit.tsx'
import { states } from './states.ts'

const all = Object.values(states).flat()

// As the browsers of those who look at the gallery.
beforeEach(() => void fakePasskeys())

afterEach(() => {
  localStorage.clear()
  sessionStorage.clear()
})

it('each state has a name of its own in its group', () => {
  for (const group of Object.values(states)) expect(new Set(group.map(({ name }) => name)).size).toBe(group.length)
})

it('each page has a state', () => {
  const shown = new Set(all.map(({ path }) => path.replace(/[?#].*/, '')))
  // The home page only leads on.
  const paths = createApp({ catalogue: inEnglish() }).router.routes.map(({ path }) => path)
  expect(paths.filter(path => path !== pages.home && !shown.has(path))).toEqual([])
})

it.each(all)('$name can be shown', async ({ name, path, history, prepare, act }) => {
  const api = fakeApi()
  api.signedOut()
  prepare?.(api)
  // The router reports a fault of a page. React warns of how the router loads its page for unknown addresses.
  if (['Our fault', 'Page not found'].includes(name))
    for (const report of ['error', 'warn'] as const) vi.spyOn(console, report).mockReturnValue()
  visit(path, undefined, history)
  await act?.()
  // A page that waits has no heading yet.
  if (/^(Loading|Outage)/.test(name)) return void (await screen.findAllByRole('status'))
  expect(await screen.findByRole('heading', { level: 1 })).toBeTruthy()
})
