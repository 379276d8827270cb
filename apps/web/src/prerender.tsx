import { pages } from '@latchkey/contracts/pages'
import { type Language, languages } from '@latchkey/contracts/words/language'
import { webLanguages } from '@latchkey/contracts/words/web'
import { renderToString } from 'react-dom/server'
import { App } from './app.tsx'
import { createCatalogue } from './platform/words/catalogue.ts'

/** With and without a page to come back to: the sentence above the form differs. */
const searches = { login: '', 'login-return': '?return=%2F' }

async function renderLogin(name: keyof typeof searches, language: Language) {
  const loaded = await webLanguages[language]()
  const pathname = pages.login
  const search = searches[name]
  pretendToBeAt(pathname, search)
  const { direction, start } = loaded
  const html = renderToString(<App catalogue={createCatalogue(language, loaded)} />)
  return {
    name: `${name}.${language}`,
    language,
    direction,
    title: start.signIn.title,
    html,
  }
}

/** The router and the catalogue ask where they are. Nothing else of a browser is needed before the page is shown. */
function pretendToBeAt(pathname: string, search: string): void {
  Object.assign(globalThis, {
    window: {
      location: { pathname, search, hash: '' },
      history: { state: { key: 'prerendered' } },
    },
    document: { documentElement: { dataset: {} } },
  })
}

/** The sign-in page as HTML, in each language. The build imports this, in Node: see ../prerender-login.ts. */
export const logins = await Promise.all(
  languages.flatMap(language => [renderLogin('login', language), renderLogin('login-return', language)]),
)
