import { pages } from '@latchkey/contracts/pages'
import type { LazyPage } from '../../platform/lazy-page.ts'
import type { Route } from '../../platform/router/router.ts'
import { notesQuery } from './queries.ts'

export const notesRoute = (page: LazyPage): Route => ({
  path: pages.notes,
  loader: queryClient => queryClient.ensureQueryData(notesQuery),
  component: page(() => import('./notes-page.tsx'), 'NotesPage', 'notes', 'times', 'moreFields'),
})
