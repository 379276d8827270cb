import { productRooms } from '../../product/words/de/web.ts'
import type * as en from '../en/web.ts'
import { fields } from './fields.ts'
import { session } from './session.ts'
import { signIn } from './sign-in.ts'
import { ui } from './ui.ts'

export const locale = 'de-DE'
export const direction: typeof en.direction = 'ltr'

export const start: typeof en.start = { ui, signIn, session, fields }

export const rooms: typeof en.rooms = {
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
