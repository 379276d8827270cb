import { describe, expect, it } from 'vitest'
import { brand } from '../brand.ts'
import { favicon } from './favicon.ts'
import { icons } from './icons.ts'
import { webManifest } from './manifest.ts'
import { palette } from './palette.ts'
import { brandStyles } from './style-sheet.ts'

const { light, dark } = palette({ hue: 262 })
const other = {
  ...brand,
  name: 'Harbour',
  hue: 262,
  radiusPx: 4,
  mark: { viewBox: '0 0 10 20', shapes: [{ path: 'M0 0h10v20z' }, { path: 'M1 1h2v2z', light: '#123456' }] },
}

describe('what is made of a brand', () => {
  it('the favicon is the mark on a square, in the colours of both schemes', () => {
    expect(favicon(other)).toContain('viewBox="-5 0 20 20"')
    expect(favicon(other)).toContain(`.s0{fill:${dark.accent}}.s1{fill:${dark.accent}}`)
    expect(favicon(other)).toContain(`<path class="s0" fill="${light.accent}" fill-rule="evenodd" d="M0 0h10v20z"/>`)
    expect(favicon(other)).toContain('fill="#123456"')
  })

  it('the manifest has the name and the ground', () => {
    expect(JSON.parse(webManifest(other))).toMatchObject({ name: 'Harbour', theme_color: light.ground })
  })

  it('the manifest names each image of a home screen with its size, but for that of iOS', () => {
    const { icons: named } = JSON.parse(webManifest(other))
    expect(named).toContainEqual({ src: '/icon-192.png', type: 'image/png', sizes: '192x192', purpose: 'any' })
    expect(named.filter(({ purpose }: { purpose: string }) => purpose === 'maskable')).toHaveLength(1)
    expect(named).toHaveLength(icons(other).length)
  })

  it('a mark of any shape stays in the part of a maskable icon that is always shown', () => {
    // Within a circle of 80 % of the side, by the corners of the mark's square.
    for (const { covered, purpose } of icons(other))
      if (purpose === 'maskable') expect(covered * Math.SQRT2).toBeLessThanOrEqual(0.8)
  })

  it('the style sheet has each colour, the radius and the colours of the mark', () => {
    const styles = brandStyles(other)
    expect(styles).toContain('--radius: 0.25rem')
    expect(styles).toContain(`--on-accent: ${light.onAccent}`)
    expect(styles).toContain(`--on-accent: ${dark.onAccent}`)
    expect(styles).toContain('--mark-0: var(--accent); --mark-1: #123456 }')
    expect(styles).toContain('--mark-0: var(--accent); --mark-1: var(--accent) }')
  })
})
