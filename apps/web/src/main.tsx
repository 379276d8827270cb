import { chooseLanguage, type Language } from '@latchkey/contracts/words/language'
import { webLanguages } from '@latchkey/contracts/words/web'
import { StrictMode } from 'react'
import { createRoot, hydrateRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { createCatalogue } from './platform/words/catalogue.ts'
import 'virtual:brand.css'
import './styles.css'

const root = document.getElementById('app')
if (root) void start(root)

/** If this fails, index.html says after five seconds that the page could not start. */
async function start(root: HTMLElement): Promise<void> {
  // The server's page. Under development the server sends an empty one.
  const { prerendered, signedOut } = root.dataset
  const language = prerendered ? (document.documentElement.lang as Language) : chooseLanguage(navigator.languages)
  const app = (
    <StrictMode>
      <App
        catalogue={createCatalogue(language, await webLanguages[language]())}
        prerendered={prerendered}
        isSignedOut={signedOut !== undefined}
      />
    </StrictMode>
  )
  if (!prerendered) return createRoot(root).render(app)
  delete root.dataset.prerendered
  // Takes over the inputs that are there, and what was typed into them.
  hydrateRoot(root, app)
}
