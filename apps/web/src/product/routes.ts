import { pages } from '@latchkey/contracts/pages'
import { createRoute } from '@tanstack/react-router'
import { lazyPage } from '../platform/lazy-page.ts'
import { signedIn } from '../routes.ts'
import { notesQuery } from './notes/queries.ts'

const notes = createRoute({
  getParentRoute: () => signedIn,
  path: pages.notes,
  loader: ({ context }) => context.queryClient.ensureQueryData(notesQuery),
  component: lazyPage(() => import('./notes/notes-page.tsx'), 'NotesPage'),
})

/** The product's pages, all for the signed-in. */
export const productRoutes = [notes] as const
