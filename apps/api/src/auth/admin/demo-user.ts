import { randomBytes } from 'node:crypto'
import type { Deps } from '../../deps.ts'
import { keptInDataDir } from '../../open-deps.ts'
import { findUser } from '../account/users.ts'
import { createUserWithPassword } from '../passwords/service.ts'

const email = 'demo@example.com'

/**
 * Creates the demo user of an embedded database, and creates it again after a deletion. Returns null in production and for an
 * external database. The password is random: no account may come with a password that someone else could know (ASVS 6.3.2).
 */
export async function ensureDemoUser(deps: Deps): Promise<{ email: string; password: string } | null> {
  if (deps.settings.production || deps.settings.databaseUrl !== undefined) return null
  const password = await keptInDataDir(deps.settings, 'demo-password', () => randomBytes(12).toString('base64url'))
  if (!(await findUser(deps, email))) await createUserWithPassword(deps, { email, password, name: 'Demo' })
  return { email, password }
}
