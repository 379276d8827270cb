import * as z from 'zod/mini'
import * as example from './product/example.ts'
import * as notes from './product/notes.ts'

// What the product adds to the contract. A feature adds one entry to each list that it needs. Its pages are in product/pages.ts.
export const productContracts = { example, notes } as const
export const productExport = z.object({ notes: notes.exported })
export const productActivityKinds = [...notes.activityKinds] as const
