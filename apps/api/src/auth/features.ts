import type { Feature } from '../platform/feature.ts'
import { account } from './account/feature.ts'
import { people } from './admin/people/feature.ts'
import { activity } from './audit-log/activity/feature.ts'
import { auditChain } from './audit-log/chain/feature.ts'
import { auditLog } from './audit-log/feature.ts'
import { challenges } from './challenges/feature.ts'
import { emailCodes } from './email-codes/feature.ts'
import { factors } from './factors/feature.ts'
import { guards } from './guards/feature.ts'
import { identities } from './identities/feature.ts'
import { limits } from './limits/feature.ts'
import { lostFactors } from './lost-factors/feature.ts'
import { notices } from './notices/feature.ts'
import { passkeys } from './passkeys/feature.ts'
import { passwords } from './passwords/feature.ts'
import { recovery } from './recovery/feature.ts'
import { recoveryCodes } from './recovery-codes/feature.ts'
import { sessionEvents } from './sessions/events/feature.ts'
import { sessions } from './sessions/feature.ts'
import { leakedTokens } from './sessions/leaked-tokens/feature.ts'
import { signIn } from './sign-in/feature.ts'
import { signUp } from './sign-up/feature.ts'
import { totp } from './totp/feature.ts'

/** Latchkey's own features. You may change their code; an update from upstream changes this code only. */
export const authFeatures: readonly Feature[] = [
  signIn,
  emailCodes,
  sessions,
  sessionEvents,
  leakedTokens,
  guards,
  signUp,
  recovery,
  account,
  passwords,
  factors,
  passkeys,
  identities,
  totp,
  recoveryCodes,
  lostFactors,
  people,
  challenges,
  limits,
  notices,
  auditLog,
  auditChain,
  activity,
]
