import { pages } from '@latchkey/contracts/pages'
import { Redirect, type Route } from '../platform/router/router.ts'

/** Where a person lands after a sign-in: their account, until you give this route a page of your own. */
export const homeRoute: Route = {
  path: pages.home,
  loader: async () => {
    throw new Redirect({ to: pages.security, replace: true })
  },
  component: () => null,
}
