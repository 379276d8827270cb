import { accountRoutes } from './auth/account-routes.ts'
import { adminRoutes } from './auth/admin-routes.ts'
import type { LazyPage } from './platform/lazy-page.ts'
import { productRoutes } from './product/routes.ts'

/** The pages of people who are signed in. They load beside the answer to "who am I?", which these pages wait for anyway. */
export const signedInRoutes = (page: LazyPage) => [...accountRoutes(page), ...adminRoutes(page), ...productRoutes(page)]
