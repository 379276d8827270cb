import { pages } from '@latchkey/contracts/pages'
import type { LazyPage } from '../../platform/lazy-page.ts'
import type { Route } from '../../platform/router/router.ts'
import { privateQuery } from './queries.ts'

export const exampleRoute = (page: LazyPage): Route => ({
  path: pages.example,
  loader: queryClient => queryClient.ensureQueryData(privateQuery),
  component: page(() => import('./example-page.tsx'), 'ExamplePage', 'example'),
})
