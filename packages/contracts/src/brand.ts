import type { Brand } from './brand/brand-type.ts'
import { systemFont } from './brand/fonts.ts'

/** The product as people see it. This file is yours: change it freely. */
export const brand: Brand = {
  name: 'Latchkey',
  signature: 'Latchkey',
  fileName: 'latchkey',
  hue: 163,
  radiusPx: 8,
  font: systemFont,
  mark: {
    viewBox: '0 0 18 30',
    shapes: [
      {
        // A keyhole.
        path: 'M9 0a9 9 0 0 1 9 9v12a9 9 0 0 1-18 0V9a9 9 0 0 1 9-9Zm0 7.5a3.75 3.75 0 0 0-1.9 6.98L5.75 22.5h6.5l-1.35-8.02A3.75 3.75 0 0 0 9 7.5Z',
      },
    ],
  },
  supportAddress: null,
  links: { help: null, privacy: null, terms: null },
  door: { kind: 'mark' },
}
