import { pages } from '@latchkey/contracts/pages'
import { createRoute, redirect } from '@tanstack/react-router'
import type { SignedInRoute } from '../routes.ts'

/** Where a person lands after a sign-in: their account, until you give this route a page of your own. */
export const homeRoute = (signedIn: SignedInRoute) =>
  createRoute({
    getParentRoute: () => signedIn,
    path: pages.home,
    beforeLoad: () => {
      throw redirect({ to: pages.security, replace: true })
    },
  })
