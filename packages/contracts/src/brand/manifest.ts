import type { Brand } from './brand-type.ts'
import { icons } from './icons.ts'
import { palette } from './palette.ts'

/** The web app manifest (https://www.w3.org/TR/appmanifest/), by which a phone's home screen shows name and mark. */
export function webManifest(brand: Brand): string {
  const { ground } = palette(brand).light
  return JSON.stringify({
    name: brand.name,
    short_name: brand.name,
    start_url: '/',
    display: 'browser',
    background_color: ground,
    theme_color: ground,
    icons: [
      { src: '/favicon.svg', type: 'image/svg+xml', sizes: 'any', purpose: 'any' },
      ...icons(brand)
        .filter(({ purpose }) => purpose)
        .map(({ fileName, sidePx, purpose }) => ({
          src: `/${fileName}`,
          type: 'image/png',
          sizes: `${sidePx}x${sidePx}`,
          purpose,
        })),
    ],
  })
}
