import * as english from '@latchkey/contracts/words/en/web'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createCatalogue } from './catalogue.ts'
import { pageLanguage } from './page-language.ts'

const page = document.documentElement

beforeEach(() => {
  delete page.dataset.language
})
afterEach(() => vi.restoreAllMocks())

/** What Chrome, Google's own translator and a translating proxy leave behind. */
const translations = ['fr', 'de', 'de-x-mtfrom-en', 'zh-CN', '']

describe('the language of a page', () => {
  it.each(translations)('is the one that the server wrote, also if a translation says %j', translation => {
    vi.spyOn(navigator, 'languages', 'get').mockReturnValue(['de-AT', 'en'])
    page.dataset.language = 'en'
    page.lang = translation
    expect(pageLanguage()).toBe('en')
  })

  it.each([
    [['fr', 'de-AT', 'en'], 'de'],
    [['fr'], 'en'],
    [[], 'en'],
  ])('is what a browser that asks for %j understands, if the server wrote none', (asked, chosen) => {
    vi.spyOn(navigator, 'languages', 'get').mockReturnValue(asked)
    page.lang = 'fr'
    expect(pageLanguage()).toBe(chosen)
  })

  it('is said of the page when it starts and when it changes, and a translation of it may say another', async () => {
    const catalogue = createCatalogue('en', english)
    expect([page.lang, page.dir, pageLanguage()]).toEqual(['en', 'ltr', 'en'])
    page.lang = 'fr'
    createCatalogue('en', english)
    expect([page.lang, pageLanguage()]).toEqual(['fr', 'en'])
    await catalogue.changeTo('de')
    expect([page.lang, pageLanguage()]).toEqual(['de', 'de'])
    createCatalogue('en', english)
    expect([page.lang, pageLanguage()]).toEqual(['en', 'en'])
  })
})
