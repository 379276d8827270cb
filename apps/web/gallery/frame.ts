import { brand } from '@latchkey/contracts/brand'
import { presets } from '@latchkey/contracts/brand/presets'
import { chooseLanguage } from '@latchkey/contracts/words/language'
import { isolate } from './isolate.ts'

/** Shows one state of a page. The address says which, in what brand, scheme and language. */
isolate()
const asked = new URLSearchParams(location.search)
const preset = presets[Number(asked.get('preset') ?? -1)]
// Before any part of the app reads the brand.
if (preset) Object.assign(brand, preset)
const { showState } = await import('./show-state.tsx')
await showState({
  group: asked.get('group') ?? '',
  name: asked.get('state') ?? '',
  scheme: asked.get('scheme') === 'dark' ? 'dark' : 'light',
  language: chooseLanguage([asked.get('language') ?? '']),
})
