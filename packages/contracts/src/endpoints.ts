import { live, ready } from './health.ts'
import { readPrivate } from './private.ts'
import { currentSession, listSessions, revokeOtherSessions, revokeSession, signOut } from './sessions.ts'
import { signIn } from './sign-in.ts'

/** Every call of the API. A test holds the server to this list, and this list to the server. */
export const endpoints = [
  signIn,
  signOut,
  currentSession,
  listSessions,
  revokeSession,
  revokeOtherSessions,
  readPrivate,
  live,
  ready,
] as const
