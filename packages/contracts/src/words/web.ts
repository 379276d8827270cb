import type * as en from './en/web.ts'
import type { Language } from './language.ts'

type Loaded = { [Name in keyof typeof en.rooms]: Awaited<ReturnType<(typeof en.rooms)[Name]>> }
/** The module of a room exports its words under the room's name. */
type Rooms = { [Name in keyof Loaded]: Name extends keyof Loaded[Name] ? Loaded[Name][Name] : never }

/** The words of the pages in one language. Its rooms are missing until they are loaded. */
export type Words = typeof en.start & Rooms
export type Room = keyof Rooms
export type WebLanguage = Pick<typeof en, 'start' | 'rooms' | 'direction'> & { locale: string }

/** Each language is a chunk of its own, so a page loads only the one that it shows. */
export const webLanguages: Record<Language, () => Promise<WebLanguage>> = {
  en: () => import('./en/web.ts'),
  de: () => import('./de/web.ts'),
}
