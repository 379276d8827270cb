import { pages } from '@latchkey/contracts/pages'
import type { LazyPage } from '../platform/lazy-page.ts'
import type { Route } from '../platform/router/router.ts'
import { LoginPage } from './sign-in/login-page.tsx'

/** The pages to sign in, sign up and recover an account. */
export const visitorRoutes = (page: LazyPage): Route[] => [
  {
    path: pages.login,
    // In the first chunk, unlike the other pages: most visits start here.
    component: LoginPage,
  },
  {
    path: pages.secondStep,
    component: page(
      () => import('./second-step/second-step-page.tsx'),
      'SecondStepPage',
      'secondStep',
      'lostFactors',
      'times',
      'moreFields',
    ),
  },
  {
    path: pages.emailCode,
    component: page(
      () => import('./email-codes/email-code-page.tsx'),
      'EmailCodePage',
      'emailCode',
      'sendAgain',
      'moreFields',
    ),
  },
  {
    path: pages.withProvider,
    component: page(
      () => import('./identities/with-page.tsx'),
      'WithPage',
      'withProvider',
      'secondStep',
      'emailCode',
      'sendAgain',
      'moreFields',
    ),
  },
  {
    path: pages.signUp,
    component: page(
      () => import('./sign-up/sign-up-page.tsx'),
      'SignUpPage',
      'signUp',
      'signUpByPasskey',
      'factors',
      'sendAgain',
      'strength',
      'moreFields',
    ),
  },
  {
    path: pages.verify,
    component: page(
      () => import('./sign-up/verify-page.tsx'),
      'VerifyPage',
      'signUp',
      'signUpByPasskey',
      'factors',
      'links',
      'strength',
      'moreFields',
    ),
  },
  {
    path: pages.forgot,
    component: page(() => import('./recovery/forgot-page.tsx'), 'ForgotPage', 'recovery', 'sendAgain'),
  },
  {
    path: pages.reset,
    component: page(
      () => import('./recovery/reset-page.tsx'),
      'ResetPage',
      'recovery',
      'links',
      'strength',
      'moreFields',
    ),
  },
  {
    path: pages.notMe,
    component: page(() => import('./recovery/not-me-page.tsx'), 'NotMePage', 'recovery', 'links', 'moreFields'),
  },
  {
    path: pages.keepAccount,
    component: page(() => import('./recovery/keep-page.tsx'), 'KeepPage', 'recovery', 'links', 'moreFields'),
  },
  {
    path: pages.cancelEmail,
    component: page(
      () => import('./recovery/cancel-email-page.tsx'),
      'CancelEmailPage',
      'recovery',
      'links',
      'moreFields',
    ),
  },
  {
    path: pages.keepFactors,
    component: page(
      () => import('./lost-factors/keep-factors-page.tsx'),
      'KeepFactorsPage',
      'lostFactors',
      'links',
      'moreFields',
    ),
  },
  {
    path: pages.confirmed,
    component: page(() => import('./identities/confirmed-page.tsx'), 'ConfirmedPage', 'withProvider'),
  },
  {
    path: pages.deleted,
    component: page(() => import('./recovery/deleted-page.tsx'), 'DeletedPage', 'recovery', 'links', 'moreFields'),
  },
]
