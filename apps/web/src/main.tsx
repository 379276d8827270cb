import { chooseLanguage } from '@latchkey/contracts/words/language'
import { webLanguages } from '@latchkey/contracts/words/web'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { createCatalogue } from './platform/words/catalogue.ts'
import 'virtual:brand.css'
import './styles.css'

const root = document.getElementById('app')
const language = chooseLanguage(navigator.languages)
// If this fails, index.html says after five seconds that the page could not start.
if (root)
  void webLanguages[language]().then(loaded =>
    createRoot(root).render(
      <StrictMode>
        <App catalogue={createCatalogue(language, loaded)} />
      </StrictMode>,
    ),
  )
