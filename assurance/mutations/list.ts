import { accounts } from './guards/accounts.ts'
import { admins } from './guards/admins.ts'
import { answers } from './guards/answers.ts'
import { audit } from './guards/audit.ts'
import { confirmation } from './guards/confirmation.ts'
import { enumeration } from './guards/enumeration.ts'
import { guessing } from './guards/guessing.ts'
import { identities } from './guards/identities.ts'
import { imports } from './guards/imports.ts'
import { knownBrowsers } from './guards/known-browsers.ts'
import { lostFactors } from './guards/lost-factors.ts'
import { mailedCodes } from './guards/mailed-codes.ts'
import { networks } from './guards/networks.ts'
import { outages } from './guards/outages.ts'
import { passkeys } from './guards/passkeys.ts'
import { providers } from './guards/providers.ts'
import { rations } from './guards/rations.ts'
import { requests } from './guards/requests.ts'
import { secondFactors } from './guards/second-factors.ts'
import { secondServices } from './guards/second-services.ts'
import { sessionCache } from './guards/session-cache.ts'
import { sessions } from './guards/sessions.ts'
import { settings } from './guards/settings.ts'
import { singleUse } from './guards/single-use.ts'
import { trustedBrowsers } from './guards/trusted-browsers.ts'
import { usesOfPasskeys } from './guards/uses-of-passkeys.ts'
import { waysToProviders } from './guards/ways-to-providers.ts'
import type { Mutation } from './mutation.ts'

const besides = Number.POSITIVE_INFINITY

/** Every guard that is removed, sorted by bug class. Guards without a bug class come last. */
export const mutations: readonly Mutation[] = [
  ...singleUse,
  ...guessing,
  ...rations,
  ...knownBrowsers,
  ...networks,
  ...enumeration,
  ...sessions,
  ...confirmation,
  ...secondFactors,
  ...passkeys,
  ...usesOfPasskeys,
  ...mailedCodes,
  ...lostFactors,
  ...trustedBrowsers,
  ...sessionCache,
  ...outages,
  ...secondServices,
  ...identities,
  ...waysToProviders,
  ...providers,
  ...accounts,
  ...imports,
  ...admins,
  ...requests,
  ...answers,
  ...settings,
  ...audit,
].sort((one, other) => Math.min(...one.bugs, besides) - Math.min(...other.bugs, besides) || 0)

/** One mutation for each bug class. */
export const quick: readonly Mutation[] = mutations.filter(({ bugs }, at) =>
  bugs.some(bug => mutations.findIndex(each => each.bugs.includes(bug)) === at),
)
