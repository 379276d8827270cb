import { productRooms } from '../../product/words/en/web.ts'
import { fields } from './fields.ts'
import { session } from './session.ts'
import { signIn } from './sign-in.ts'
import { ui } from './ui.ts'

/** For `Intl`: how dates and numbers are written. */
export const locale = 'en-GB'
export const direction: 'ltr' | 'rtl' = 'ltr'

/** What the sign-in page needs. It loads with the language. */
export const start = { ui, signIn, session, fields }

/** The words of the other pages. Each room loads with the pages that need it. */
export const rooms = {
  account: () => import('./account.ts'),
  activity: () => import('./activity.ts'),
  admin: () => import('./admin.ts'),
  clients: () => import('./clients.ts'),
  devices: () => import('./devices.ts'),
  emailCode: () => import('./email-code.ts'),
  ends: () => import('./ends.ts'),
  factors: () => import('./factors.ts'),
  linkedAccounts: () => import('./linked-accounts.ts'),
  links: () => import('./links.ts'),
  lostFactors: () => import('./lost-factors.ts'),
  mailbox: () => import('./mailbox.ts'),
  moreFields: () => import('./all-fields.ts'),
  notFound: () => import('./not-found.ts'),
  overview: () => import('./overview.ts'),
  proof: () => import('./proof.ts'),
  providers: () => import('./providers.ts'),
  recovery: () => import('./recovery.ts'),
  secondStep: () => import('./second-step.ts'),
  sendAgain: () => import('./send-again.ts'),
  shell: () => import('./shell.ts'),
  signUp: () => import('./sign-up.ts'),
  signUpByPasskey: () => import('./sign-up-by-passkey.ts'),
  strength: () => import('./strength.ts'),
  strengthReasons: () => import('./strength-reasons.ts'),
  times: () => import('./times.ts'),
  withProvider: () => import('./with-provider.ts'),
  withoutPassword: () => import('./without-password.ts'),
  ...productRooms,
}
