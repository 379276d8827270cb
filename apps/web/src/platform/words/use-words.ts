import type { Rich } from '@latchkey/contracts/words/plural'
import type { Room, Words } from '@latchkey/contracts/words/web'
import { createContext, createElement, type ReactNode, use, useEffect, useState, useSyncExternalStore } from 'react'
import type { Catalogue, Spoken } from './catalogue.ts'

/** Provided once, by `App`. */
export const CatalogueContext = createContext<Catalogue | undefined>(undefined)

/** @throws {Error} outside of `App` */
export function useCatalogue() {
  const catalogue = use(CatalogueContext)
  if (!catalogue) throw new Error('useWords needs a CatalogueContext around it')
  return catalogue
}

function useSpoken(): Spoken {
  const { subscribe, getSpoken } = useCatalogue()
  return useSyncExternalStore(subscribe, getSpoken, getSpoken)
}

/** The sentences of the catalogue. A page has the rooms that its route names, and those of the sign-in page. */
export const useWords = (): Words => useSpoken().words

/** The words of a room that the page needs only now and then. Undefined until they have loaded. */
export function useLateWords<Name extends Room>(room: Name, isNeeded: boolean): Words[Name] | undefined {
  const catalogue = useCatalogue()
  const words = useWords()
  const [, setLoaded] = useState(false)
  useEffect(() => {
    // Without them, the page says less.
    if (isNeeded)
      catalogue.load([room]).then(
        () => setLoaded(true),
        () => undefined,
      )
  }, [catalogue, room, isNeeded])
  return words[room]
}

/** For `Intl`. */
export const useLocale = (): string => useSpoken().locale

/**
 * Shows a sentence with its inner parts, as one element. Another sentence in its place is another element: a browser that translates
 * has moved the texts of the first, and React could not remove them one by one.
 */
export const rich = (parts: Rich<ReactNode>) => createElement('span', { key: String(parts) }, ...parts)
