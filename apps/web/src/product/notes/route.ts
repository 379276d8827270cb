import { pages } from '@latchkey/contracts/pages'
import { createRoute } from '@tanstack/react-router'
import type { LazyPage } from '../../platform/lazy-page.ts'
import type { SignedInRoute } from '../../routes.ts'
import { notesQuery } from './queries.ts'

export const notesRoute = (signedIn: SignedInRoute, page: LazyPage) =>
  createRoute({
    getParentRoute: () => signedIn,
    path: pages.notes,
    loader: ({ context }) => context.queryClient.ensureQueryData(notesQuery),
    component: page(() => import('./notes-page.tsx'), 'NotesPage', 'notes', 'times', 'moreFields'),
  })
