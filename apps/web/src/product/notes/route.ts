import { pages } from '@latchkey/contracts/pages'
import { createRoute } from '@tanstack/react-router'
import { lazyPage } from '../../platform/lazy-page.ts'
import { signedIn } from '../../routes.ts'
import { notesQuery } from './queries.ts'

export const notes = createRoute({
  getParentRoute: () => signedIn,
  path: pages.notes,
  loader: ({ context }) => context.queryClient.ensureQueryData(notesQuery),
  component: lazyPage(() => import('./notes-page.tsx'), 'NotesPage'),
})
