import * as account from './auth/account.ts'
import * as activity from './auth/activity.ts'
import * as admin from './auth/admin.ts'
import * as confirmation from './auth/confirmation.ts'
import * as devices from './auth/devices.ts'
import * as emailCodes from './auth/email-codes.ts'
import * as dataExport from './auth/export.ts'
import * as factors from './auth/factors.ts'
import * as guards from './auth/guards.ts'
import * as identities from './auth/identities.ts'
import * as leakedTokens from './auth/leaked-tokens.ts'
import * as lostFactors from './auth/lost-factors.ts'
import * as passkeys from './auth/passkeys.ts'
import * as recovery from './auth/recovery.ts'
import * as secondStep from './auth/second-step.ts'
import * as sessions from './auth/sessions.ts'
import * as signIn from './auth/sign-in.ts'
import * as signUp from './auth/sign-up.ts'
import * as signUpByPasskey from './auth/sign-up-by-passkey.ts'
import type { Endpoint } from './endpoint.ts'
import * as gallery from './platform/gallery.ts'
import * as health from './platform/health.ts'
import * as mailbox from './platform/mailbox.ts'
import * as probe from './platform/probe.ts'
import * as reports from './platform/reports.ts'
import { productContracts } from './product.ts'

/** The modules that describe calls, by the name of their feature. */
export const contracts = {
  'sign-in': signIn,
  confirmation,
  'second-step': secondStep,
  'email-codes': emailCodes,
  factors,
  passkeys,
  'lost-factors': lostFactors,
  sessions: { ...sessions, ...devices },
  guards,
  identities,
  'sign-up': signUp,
  'sign-up-by-passkey': signUpByPasskey,
  recovery,
  'leaked-tokens': leakedTokens,
  account: { ...account, ...dataExport },
  activity,
  admin,
  gallery,
  mailbox,
  reports,
  health: { ...health, ...probe },
  ...productContracts,
} as const

type Contract = (typeof contracts)[keyof typeof contracts]
type AnyEndpoint = { [C in Contract as string]: Extract<C[keyof C], Endpoint> }[string]

/** Every call of the API, each with its own type. A test checks that the server registers exactly these. */
export const endpoints: readonly AnyEndpoint[] = Object.values<Contract>(contracts).flatMap(contract =>
  Object.values<unknown>(contract).filter(isEndpoint),
)

/** Whether this export of a contract is an endpoint. */
export function isEndpoint(exported: unknown): exported is AnyEndpoint {
  return typeof exported === 'object' && exported !== null && 'method' in exported && 'path' in exported
}
