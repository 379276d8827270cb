import * as z from 'zod/mini'
import * as notes from './product/notes.ts'

// What the product adds to the contract: one word in each list for each of its features.
export const productEndpoints = [...notes.endpoints] as const
export const productPages = { ...notes.pages } as const
export const productExport = z.object({ notes: notes.exported })
export const productActivityKinds = [...notes.activityKinds] as const
