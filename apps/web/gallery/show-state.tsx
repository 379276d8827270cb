import { brand } from '@latchkey/contracts/brand'
import type { Scheme } from '@latchkey/contracts/brand/schemes'
import { brandStyles } from '@latchkey/contracts/brand/style-sheet'
import type { Language } from '@latchkey/contracts/words/language'
import { webLanguages } from '@latchkey/contracts/words/web'
import { createMemoryHistory } from '@tanstack/react-router'
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
  forceScheme([...document.styleSheets, styles], scheme)
  // A person's own language comes before that of the browser.
  Object.assign(user, { language })
  const api = fakeApi()
  api.signedOut()
  state.prepare?.(api)
  const catalogue = createCatalogue(language, await webLanguages[language]())
  const history = createMemoryHistory({ initialEntries: [state.path] })
  createRoot(root).render(
    <StrictMode>
      <App catalogue={catalogue} history={history} />
    </StrictMode>,
  )
  await state.act?.()
}

/** A page cannot choose what its browser prefers, so each rule for a scheme becomes one for always or for never. */
function forceScheme(sheets: readonly CSSStyleSheet[], scheme: Scheme): void {
  document.documentElement.style.colorScheme = scheme
  const visit = (rules: CSSRuleList) => {
    for (const rule of rules) {
      const wanted = rule instanceof CSSMediaRule && /prefers-color-scheme:\s*(\w+)/.exec(rule.media.mediaText)?.[1]
      if (wanted && rule instanceof CSSMediaRule) rule.media.mediaText = wanted === scheme ? 'all' : 'not all'
      if (rule instanceof CSSGroupingRule) visit(rule.cssRules)
    }
  }
  for (const sheet of sheets) visit(sheet.cssRules)
}
