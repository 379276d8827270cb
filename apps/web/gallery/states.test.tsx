import { readFileSync } from 'node:fs'
import path from 'node:path'
import { presets } from '@latchkey/contracts/brand/presets'
import { pages } from '@latchkey/contracts/pages'
import { webLanguages } from '@latchkey/contracts/words/web'
import { cleanup, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest'
import { brandPage } from '../brand-page.ts'
import { createApp } from '../src/app.tsx'
import { fakeApi, user } from '../testing/fake-api.ts'
import { fakePasskeys } from '../testing/fake-passkeys.ts'
import { inEnglish, visit } from '../testing/visit.tsx'
import { type State, states } from './states.ts'

// All states are shown with another brand, so that the name of ours is nowhere but in its file.
const own = vi.hoisted(() => ({ name: '' }))
vi.mock(import('@latchkey/contracts/brand'), async original => {
  const { brand } = await original()
  own.name = brand.name
  return { brand: presets[0] ?? brand }
})

const all = Object.values(states).flat()
const lacksHeading = ({ name }: State) => /^(Loading|Outage)/.test(name)
/** The router reports a fault of a page. React warns of how the router loads its page for unknown addresses. */
const prints = ({ name }: State) => ['Our fault', 'Page not found'].includes(name)

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

async function show(state: State, language?: Parameters<typeof visit>[1]) {
  const api = fakeApi()
  api.signedOut()
  state.prepare?.(api)
  visit(state.path, language, state.history)
  await state.act?.()
  // A page that waits has no heading yet.
  if (lacksHeading(state)) await screen.findAllByRole('status')
  else {
    await screen.findByRole('heading', { level: 1 })
    expect(document.title, state.name).toContain('Harbour')
  }
  expect(document.documentElement.outerHTML, state.name).not.toContain(own.name)
}

it.each(all)('$name can be shown, with another brand', async state => {
  if (prints(state)) for (const report of ['error', 'warn'] as const) vi.spyOn(console, report).mockReturnValue()
  await show(state)
})

it('no page in German has the old name', async () => {
  const german = await webLanguages.de()
  Object.assign(user, { language: 'de' })
  onTestFinished(() => void Object.assign(user, { language: null }))
  for (const state of all.filter(each => !lacksHeading(each) && !prints(each))) {
    await show(state, german)
    cleanup()
  }
})

it('neither the page around the app nor the manifest and the icons have the old name', async () => {
  const files: { fileName: string; source: string | Uint8Array }[] = []
  const { transformIndexHtml, generateBundle } = brandPage()
  const html = readFileSync(path.join(import.meta.dirname, '../index.html'), 'utf8')
  const transform = (transformIndexHtml as { handler: (page: string) => string }).handler
  await (generateBundle as unknown as () => Promise<void>).call({
    emitFile: (file: (typeof files)[0]) => files.push(file),
  })
  expect(transform(html)).toContain('<title>Harbour</title>')
  const [icon, manifest, ...images] = files
  expect([icon?.fileName, manifest?.fileName]).toEqual(['favicon.svg', 'site.webmanifest'])
  expect(manifest?.source).toContain('Harbour')
  for (const text of [transform(html), icon?.source, manifest?.source]) expect(text).not.toContain(own.name)
  expect(images.length).toBeGreaterThan(1)
  for (const { fileName, source } of images) expect(Buffer.from(source).subarray(1, 4).toString(), fileName).toBe('PNG')
})
