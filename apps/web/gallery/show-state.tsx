import { brand } from '@latchkey/contracts/brand'
import type { Scheme } from '@latchkey/contracts/brand/schemes'
import { brandStyles } from '@latchkey/contracts/brand/style-sheet'
import type { Language } from '@latchkey/contracts/words/language'
import { webLanguages } from '@latchkey/contracts/words/web'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from '../src/app.tsx'
import { createCatalogue } from '../src/platform/words/catalogue.ts'
import { fakeApi, user } from '../testing/fake-api.ts'
import { states } from './states.ts'
import '../src/styles.css'

interface Shown {
  group: string
  name: string
  scheme: Scheme
  language: Language
}

/** Shows the real app at this state, with an API that answers from memory. */
export async function showState({ group, name, scheme, language }: Shown): Promise<void> {
  const state = states[group]?.find(state => state.name === name)
  const root = document.getElementById('app')
  if (!state || !root) return
  const styles = new CSSStyleSheet()
  styles.replaceSync(brandStyles(brand))
  document.adoptedStyleSheets = [styles]
  // As if the person had chosen it in the settings.
  document.documentElement.dataset.scheme = scheme
  // A person's own language comes before that of the browser.
  Object.assign(user, { language })
  const api = fakeApi()
  api.signedOut()
  state.prepare?.(api)
  const catalogue = createCatalogue(language, await webLanguages[language]())
  // The gallery opens the frame again by its own address.
  window.history.replaceState(state.history ?? null, '', state.path)
  createRoot(root).render(
    <StrictMode>
      <App catalogue={catalogue} />
    </StrictMode>,
  )
  await state.act?.()
}
