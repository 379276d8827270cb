import { describe, expect, it, vi } from 'vitest'
import { brand } from '../brand.ts'
import { favicon } from './favicon.ts'
import { palette } from './palette.ts'
import { presets } from './presets.ts'

describe('the presets', () => {
  it.each(presets)('$name has colours that are easy to read, and a mark', preset => {
    expect(() => palette(preset)).not.toThrow()
    expect(favicon(preset)).toContain('<path class="s0"')
  })
})

it('the description of the API takes the name from the brand alone', async () => {
  const { name } = brand
  vi.resetModules()
  vi.doMock(import('../brand.ts'), () => ({ brand: presets[0] ?? brand }))
  const { openApiDocument } = await import('../openapi.ts')
  const document = openApiDocument()
  expect(document.info.title).toBe('Harbour')
  const words = JSON.stringify(document, (key, value) => (key === 'securitySchemes' ? undefined : value))
  expect(words).not.toContain(name)
})
