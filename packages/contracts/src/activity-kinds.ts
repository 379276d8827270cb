import * as account from './auth/account.ts'
import * as admin from './auth/admin.ts'
import * as leakedTokens from './auth/leaked-tokens.ts'
import * as passwords from './auth/passwords.ts'
import * as recovery from './auth/recovery.ts'
import * as sessions from './auth/sessions.ts'
import * as signIn from './auth/sign-in.ts'
import * as signUp from './auth/sign-up.ts'
import { productActivityKinds } from './product.ts'

/** What can happen to an account, as far as this version knows; a client needs a sentence for one that it does not know. */
export const activityKinds = [
  ...signIn.activityKinds,
  ...sessions.activityKinds,
  ...leakedTokens.activityKinds,
  ...signUp.activityKinds,
  ...recovery.activityKinds,
  ...passwords.activityKinds,
  ...account.activityKinds,
  ...admin.activityKinds,
  ...productActivityKinds,
] as const
export type ActivityKind = (typeof activityKinds)[number]
