import { setAdmin } from '../src/auth/admin/service.ts'
import type { TestApi } from './test-api.ts'
import { createUserWithApp } from './totp.ts'

/** An admin with an app, in a confirmed session with both factors. The mails so far are discarded. */
export async function createAdmin(api: TestApi, how: Parameters<typeof createUserWithApp>[1] = {}) {
  const admin = await createUserWithApp(api, how)
  await setAdmin(api.deps, admin.user.email, true)
  await api.deliver()
  return admin
}
