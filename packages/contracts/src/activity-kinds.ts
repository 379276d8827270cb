import * as account from './auth/account.ts'
import * as admin from './auth/admin.ts'
import * as emailCodes from './auth/email-codes.ts'
import * as factors from './auth/factors.ts'
import * as identities from './auth/identities.ts'
import * as leakedTokens from './auth/leaked-tokens.ts'
import * as lostFactors from './auth/lost-factors.ts'
import * as passkeys from './auth/passkeys.ts'
import * as passwords from './auth/passwords.ts'
import * as recovery from './auth/recovery.ts'
import * as secondStep from './auth/second-step.ts'
import * as sessions from './auth/sessions.ts'
import * as signIn from './auth/sign-in.ts'
import * as signUp from './auth/sign-up.ts'
import { productActivityKinds } from './product.ts'

/** The kinds of event that this version records of an account. Clients need a fallback sentence for unknown kinds. */
export const activityKinds = [
  ...signIn.activityKinds,
  ...secondStep.activityKinds,
  ...emailCodes.activityKinds,
  ...factors.activityKinds,
  ...passkeys.activityKinds,
  ...identities.activityKinds,
  ...lostFactors.activityKinds,
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
