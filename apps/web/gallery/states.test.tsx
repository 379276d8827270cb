import { screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { fakeApi } from '../testing/fake-api.ts'
import { visit } from '../testing/visit.tsx'
import { states } from './states.ts'

const all = Object.values(states).flat()

afterEach(() => {
  localStorage.clear()
  sessionStorage.clear()
})

it('each state has a name of its own in its group', () => {
  for (const group of Object.values(states)) expect(new Set(group.map(({ name }) => name)).size).toBe(group.length)
})

it.each(all)('$name can be shown', async ({ name, path, prepare, act }) => {
  const api = fakeApi()
  api.signedOut()
  prepare?.(api)
  // The router reports a fault of a page. React warns of how the router loads its page for unknown addresses.
  if (['Our fault', 'Page not found'].includes(name))
    for (const report of ['error', 'warn'] as const) vi.spyOn(console, report).mockReturnValue()
  visit(path)
  await act?.()
  // A page that waits has no heading yet.
  if (/^(Loading|Outage)/.test(name)) return void (await screen.findAllByRole('status'))
  expect(await screen.findByRole('heading', { level: 1 })).toBeTruthy()
})
