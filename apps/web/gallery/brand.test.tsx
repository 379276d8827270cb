import { readFileSync } from 'node:fs'
import path from 'node:path'
import { presets } from '@latchkey/contracts/brand/presets'
import { languages } from '@latchkey/contracts/words/language'
import { webLanguages } from '@latchkey/contracts/words/web'
import { cleanup, screen } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'
import { brandPage } from '../brand-page.ts'
import { fakeApi, user } from '../testing/fake-api.ts'
import { fakePasskeys } from '../testing/fake-passkeys.ts'
import { visit } from '../testing/visit.tsx'
import { states } from './states.ts'

const own = vi.hoisted(() => ({ name: '' }))
vi.mock(import('@latchkey/contracts/brand'), async original => {
  const { brand } = await original()
  own.name = brand.name
  return { brand: presets[0] ?? brand }
})

const withHeading = Object.values(states)
  .flat()
  .filter(({ name }) => !/^(Loading|Outage|Our fault|Page not found)/.test(name))

describe('with another brand', () => {
  it.each(languages)('no page in %s has the old name', async language => {
    const loaded = await webLanguages[language]()
    Object.assign(user, { language })
    fakePasskeys()
    for (const { name, path, history, prepare, act } of withHeading) {
      const api = fakeApi()
      api.signedOut()
      prepare?.(api)
      visit(path, loaded, history)
      await act?.()
      await screen.findByRole('heading', { level: 1 })
      expect(document.title, name).toContain('Harbour')
      expect(document.documentElement.outerHTML, name).not.toContain(own.name)
      cleanup()
    }
  })

  it('neither the page around the app nor the manifest and the icons have it', async () => {
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
    for (const { fileName, source } of images)
      expect(Buffer.from(source).subarray(1, 4).toString(), fileName).toBe('PNG')
  })
})
