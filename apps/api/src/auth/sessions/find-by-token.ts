import type { Session, User } from '@latchkey/database/models'
import type { Deps } from '../../deps.ts'
import { readToken } from '../../platform/crypto/token.ts'
import * as store from './store.ts'

/** The session of a token and its user, for any delivery; null if there is none. */
export async function findByToken(deps: Deps, token: string): Promise<(Session & { user: User }) | null> {
  const reading = readToken(deps.keys('session token'), token)
  return reading && store.findByTokenHash(deps.db, reading.hash)
}
