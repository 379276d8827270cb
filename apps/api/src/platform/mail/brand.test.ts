import { brand } from '@latchkey/contracts/brand'
import { palette } from '@latchkey/contracts/brand/palette'
import { presets } from '@latchkey/contracts/brand/presets'
import { expect, it, vi } from 'vitest'

it('a mail takes name, signature and colours from the brand alone', async () => {
  const { name } = brand
  const [harbour = brand] = presets
  vi.resetModules()
  vi.doMock(import('@latchkey/contracts/brand'), () => ({ brand: harbour }))
  const { renderLetter } = await import('./letter.ts')
  const { text, html } = renderLetter('en', {
    subject: 'S',
    heading: 'H',
    paragraphs: ['P.'],
    button: { label: 'Open', url: 'https://app.example/' },
  })
  expect(text).toContain('The Harbour team')
  expect(text).toContain('belongs to a Harbour account')
  expect(html).toContain('Harbour')
  expect(html).toContain(palette(harbour).light.accent)
  expect(`${text}${html}`).not.toContain(name)
})
