import { accounts } from './guards/accounts.ts'
import { audit } from './guards/audit.ts'
import { guessing } from './guards/guessing.ts'
import { requests } from './guards/requests.ts'
import { sessions } from './guards/sessions.ts'
import { singleUse } from './guards/single-use.ts'
import type { Mutation } from './mutation.ts'

/** Every guard that is taken out, by the bug class that it stands against; those of none come last. */
export const mutations: readonly Mutation[] = [
  ...singleUse,
  ...guessing,
  ...sessions,
  ...accounts,
  ...requests,
  ...audit,
].sort((one, other) => (one.bugs[0] ?? 99) - (other.bugs[0] ?? 99))
