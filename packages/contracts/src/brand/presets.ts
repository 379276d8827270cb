import type { Brand } from './brand-type.ts'
import { systemFont } from './fonts.ts'

const serif = '"Iowan Old Style", "Palatino Linotype", Palatino, "Noto Serif", "Liberation Serif", serif'
const round =
  'ui-rounded, "SF Pro Rounded", "Segoe UI Variable", Nunito, Ubuntu, "Noto Sans", "Liberation Sans", sans-serif'
const narrow = '"Avenir Next", "Helvetica Neue", Arial, "Noto Sans", "Liberation Sans", sans-serif'

/** Four brands to start from: copy one into `brand.ts`. */
export const presets: readonly Brand[] = [
  {
    name: 'Harbour',
    signature: 'The Harbour team',
    fileName: 'harbour',
    hue: 255,
    radiusPx: 6,
    font: systemFont,
    // Three waves.
    mark: {
      viewBox: '0 0 30 30',
      shapes: [
        { path: 'M0 4q7.5-8 15 0t15 0v5q-7.5 8-15 0t-15 0Z' },
        { path: 'M0 13q7.5-8 15 0t15 0v5q-7.5 8-15 0t-15 0Z' },
        { path: 'M0 22q7.5-8 15 0t15 0v5q-7.5 8-15 0t-15 0Z' },
      ],
    },
    supportAddress: 'help@harbour.example',
    links: { help: null, privacy: 'https://harbour.example/privacy', terms: 'https://harbour.example/terms' },
    door: { kind: 'quote', text: 'Every berth, crew and crossing in one place.', by: 'Mara Lind, harbour master' },
  },
  {
    name: 'Saffron',
    signature: 'Your friends at Saffron',
    fileName: 'saffron',
    hue: 75,
    radiusPx: 14,
    font: round,
    // A sun over the horizon.
    mark: {
      viewBox: '0 0 30 30',
      shapes: [
        { path: 'M15 4a11 11 0 0 1 11 11H4A11 11 0 0 1 15 4Z', light: '#b5680b', dark: '#f4b860' },
        { path: 'M1 18.5h28v3H1ZM6 24.5h18v3H6Z' },
      ],
    },
    supportAddress: null,
    links: { help: 'https://saffron.example/help', privacy: 'https://saffron.example/privacy', terms: null },
    door: { kind: 'mark' },
  },
  {
    name: 'Quill & Co.',
    signature: 'Quill & Co.',
    fileName: 'quill',
    hue: 320,
    radiusPx: 2,
    font: serif,
    // A nib.
    mark: {
      viewBox: '0 0 20 30',
      shapes: [{ path: 'M10 0q9 10 9 18l-6 12H7L1 18Q1 10 10 0Zm-1 13v8a2.5 2.5 0 1 0 2 0v-8Z' }],
    },
    supportAddress: 'letters@quill.example',
    links: { help: null, privacy: 'https://quill.example/privacy', terms: 'https://quill.example/terms' },
    door: { kind: 'quote', text: 'A quiet desk for people who write.', by: 'Since 2019' },
  },
  {
    name: 'Northwind',
    signature: 'Northwind',
    fileName: 'northwind',
    hue: 215,
    radiusPx: 10,
    font: narrow,
    // A compass needle.
    mark: {
      viewBox: '0 0 30 30',
      shapes: [{ path: 'M15 1 21 15 15 29 9 15ZM15 12.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5Z' }],
    },
    supportAddress: 'support@northwind.example',
    links: { help: 'https://northwind.example/help', privacy: null, terms: 'https://northwind.example/terms' },
    door: { kind: 'mark' },
  },
]
