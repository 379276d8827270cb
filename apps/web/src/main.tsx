import { webLanguages } from '@latchkey/contracts/words/web'
import { StrictMode } from 'react'
import { flushSync } from 'react-dom'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { readTyped } from './platform/typed-text.ts'
import { createCatalogue } from './platform/words/catalogue.ts'
import { pageLanguage } from './platform/words/page-language.ts'
import 'virtual:brand.css'
import './styles.css'

const root = document.getElementById('app')
if (root) void start(root)

/** If this fails, index.html says after five seconds that the page could not start. */
async function start(root: HTMLElement): Promise<void> {
  const { signedOut } = root.dataset
  const language = pageLanguage()
  const catalogue = createCatalogue(language, await webLanguages[language]())
  const putBack = readTyped(root)
  delete root.dataset.prerendered
  // The same page takes the place of the prerendered one, in one step. React could take over its elements, but gives up where an
  // extension or a translation has changed them.
  flushSync(() =>
    createRoot(root).render(
      <StrictMode>
        <App catalogue={catalogue} isSignedOut={signedOut !== undefined} />
      </StrictMode>,
    ),
  )
  putBack()
}
