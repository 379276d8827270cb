import { createContext } from 'react'

/** The time zone of the times on the page. Undefined: the browser's. Signed-in pages use the person's. */
export const TimeZoneContext = createContext<string | undefined>(undefined)
