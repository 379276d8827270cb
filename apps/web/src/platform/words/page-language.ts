import { chooseLanguage, type Language } from '@latchkey/contracts/words/language'

/**
 * The language in which the server or the app wrote the page, or else the one that the browser asks for. Not `lang` of <html>: a browser
 * or an extension that translates the page sets that to its own.
 */
export const pageLanguage = (): Language =>
  (document.documentElement.dataset.language as Language | undefined) ?? chooseLanguage(navigator.languages)
