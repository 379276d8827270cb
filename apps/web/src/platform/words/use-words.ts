import type { Rich } from '@latchkey/contracts/words/plural'
import type { Words } from '@latchkey/contracts/words/web'
import { createContext, createElement, Fragment, type ReactNode, use } from 'react'
import type { Spoken } from './catalogue.ts'

/** Provided once, by `App`. */
export const SpokenContext = createContext<Spoken | undefined>(undefined)

/** @throws {Error} outside of `App` */
function useSpoken(): Spoken {
  const spoken = use(SpokenContext)
  if (!spoken) throw new Error('useWords needs a SpokenContext around it')
  return spoken
}

/** The sentences of the catalogue. A page has the rooms that its route names, and those of the sign-in page. */
export const useWords = (): Words => useSpoken().words

/** For `Intl`. */
export const useLocale = (): string => useSpoken().locale

/** Shows a sentence with its inner parts. */
export const rich = (parts: Rich<ReactNode>): ReactNode => createElement(Fragment, undefined, ...parts)
