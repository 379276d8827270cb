import { pages } from '@latchkey/contracts/pages'
import { createRoute } from '@tanstack/react-router'
import type { LazyPage } from '../platform/lazy-page.ts'
import type { SignedInRoute } from '../routes.ts'
import { privateQuery } from './example/queries.ts'
import { notesQuery } from './notes/queries.ts'

/** The product's pages, all for signed-in people. */
export const productRoutes = (signedIn: SignedInRoute, page: LazyPage) =>
  [
    createRoute({
      getParentRoute: () => signedIn,
      path: pages.home,
      loader: ({ context }) => context.queryClient.ensureQueryData(privateQuery),
      component: page(() => import('./example/private-page.tsx'), 'PrivatePage'),
    }),
    createRoute({
      getParentRoute: () => signedIn,
      path: pages.notes,
      loader: ({ context }) => context.queryClient.ensureQueryData(notesQuery),
      component: page(() => import('./notes/notes-page.tsx'), 'NotesPage'),
    }),
  ] as const
