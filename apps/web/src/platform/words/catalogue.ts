import type { Language } from '@latchkey/contracts/words/language'
import { type Room, type WebLanguage, type Words, webLanguages } from '@latchkey/contracts/words/web'

/** A language, and those of its words that are loaded. */
export interface Spoken extends WebLanguage {
  readonly language: string
  readonly words: Words
}

export type Catalogue = ReturnType<typeof createCatalogue>

/** The words of the pages, in the language that they show. */
export function createCatalogue(language: string, loaded: WebLanguage) {
  const listeners = new Set<() => void>()
  const rooms = new Set<Room>()
  let spoken: Spoken

  function speak(next: Spoken): void {
    spoken = next
    const { documentElement } = document
    // Otherwise `lang` stays: a translation of the page has set it to its own.
    if (documentElement.dataset.language !== next.language)
      documentElement.dataset.language = documentElement.lang = next.language
    documentElement.dir = next.direction
    for (const listener of listeners) listener()
  }
  let wanted: string = language
  const lacking = ({ words }: Spoken) => [...rooms].filter(room => !words[room])
  /** Repeated, because a page may ask for another room while it waits. */
  async function fill(filled: Spoken): Promise<void> {
    const { words, rooms: load } = filled
    while (lacking(filled).length > 0)
      await Promise.all(
        lacking(filled).map(async room =>
          Object.assign(words, { [room]: (await (load[room]() as Promise<Partial<Words>>))[room] }),
        ),
      )
  }

  speak(spokenIn(language, loaded))
  return {
    getSpoken: () => spoken,
    subscribe(listener: () => void) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    /** Loads the words that a page needs. */
    async load(needed: readonly Room[]): Promise<void> {
      for (const room of needed) rooms.add(room)
      let filled: Spoken
      do {
        filled = spoken
        await fill(filled)
        // The language may have changed meanwhile.
      } while (filled !== spoken)
    },
    /** Shows the pages in another language, once all words of the present page are there. */
    async changeTo(language: Language): Promise<void> {
      wanted = language
      if (language === spoken.language) return
      const next = spokenIn(language, await webLanguages[language]())
      await fill(next)
      // The person may have chosen again meanwhile.
      if (wanted === language) speak(next)
    },
  }
}

// The rooms are missing at first. `lazyPages` loads those of a page before it shows the page.
const spokenIn = (language: string, loaded: WebLanguage): Spoken => ({
  ...loaded,
  language,
  words: { ...loaded.start } as Words,
})
