import { presets } from '@latchkey/contracts/brand/presets'
import { screen } from '@testing-library/react'
import { beforeEach, expect, it, vi } from 'vitest'
import { fakeApi } from '../testing/fake-api.ts'

const own = vi.hoisted(() => ({ name: '' }))
const [harbour] = presets
vi.mock(import('@latchkey/contracts/brand'), async original => {
  const { brand } = await original()
  own.name = brand.name
  return { brand: presets[0] ?? brand }
})

beforeEach(() => fakeApi().signedOut())

it('another brand is on the page with its name, sentence and links, and the old name is nowhere', async () => {
  const { visit } = await import('../testing/visit.tsx')
  visit('/login')
  await screen.findByRole('heading', { level: 1, name: 'Sign in' })
  expect(document.title).toBe('Sign in · Harbour')
  expect(screen.getAllByText('Harbour')).toHaveLength(1)
  expect(screen.getByText('Every berth, crew and crossing in one place.')).toBeTruthy()
  expect(screen.getByRole('link', { name: 'Help' }).getAttribute('href')).toBe(`mailto:${harbour?.supportAddress}`)
  expect(screen.getByRole('link', { name: 'Privacy' }).getAttribute('href')).toBe(harbour?.links.privacy)
  expect(document.documentElement.textContent).not.toContain(own.name)
})
