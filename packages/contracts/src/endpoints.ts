import * as account from './auth/account.ts'
import * as activity from './auth/activity.ts'
import * as leakedTokens from './auth/leaked-tokens.ts'
import * as recovery from './auth/recovery.ts'
import * as sessions from './auth/sessions.ts'
import * as signIn from './auth/sign-in.ts'
import * as signUp from './auth/sign-up.ts'
import type { Endpoint } from './endpoint.ts'
import * as health from './platform/health.ts'
import * as mailbox from './platform/mailbox.ts'
import * as reports from './platform/reports.ts'
import { productEndpoints } from './product.ts'

/** Every call of the API. A test checks that the server registers exactly these. */
export const endpoints = [
  ...endpointsOf(signIn),
  ...endpointsOf(sessions),
  ...endpointsOf(signUp),
  ...endpointsOf(recovery),
  ...endpointsOf(leakedTokens),
  ...endpointsOf(account),
  ...endpointsOf(activity),
  ...endpointsOf(mailbox),
  ...endpointsOf(reports),
  ...endpointsOf(health),
  ...productEndpoints,
] as const

/** The endpoints that a module exports. Each keeps its own type. */
function endpointsOf<Exports>(module: Record<string, Exports>): Extract<Exports, Endpoint>[] {
  return Object.values(module).filter(isEndpoint)
}

function isEndpoint<Exported>(exported: Exported): exported is Extract<Exported, Endpoint> {
  return typeof exported === 'object' && exported !== null && 'method' in exported && 'path' in exported
}
