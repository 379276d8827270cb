import { askForFactorReset } from '@latchkey/contracts/auth/lost-factors'
import { notMe } from '@latchkey/contracts/auth/recovery'
import { currentSession } from '@latchkey/contracts/auth/sessions'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { pages } from '@latchkey/contracts/pages'
import { expect, it } from 'vitest'
import { createAdmin } from '../../../testing/admins.ts'
import { signInConfirmed } from '../../../testing/confirmed.ts'
import { mailTo, secretIn } from '../../../testing/mails.ts'
import { days } from '../../../testing/movable-clock.ts'
import { testApi } from '../../../testing/test.ts'
import { addApp, beginSignIn, createUserWithApp } from '../../../testing/totp.ts'
import { resetFactors, setAdmin } from '../admin/service.ts'
import { continueResets } from './jobs.ts'

const api = await testApi()

type User = Awaited<ReturnType<typeof createAdmin>>['user']

const roleOf = async ({ id }: User) => (await api.db.user.findUniqueOrThrow({ where: { id } })).role
const removals = ({ id }: User) => api.db.auditEvent.count({ where: { userId: id, kind: 'admin_removed' } })
const ask = async (user: User) => api.call(askForFactorReset, { challenge: (await beginSignIn(api, user)).challenge })

async function waitForReset() {
  api.clock.advance(days(7))
  await continueResets(api.deps)
  return api.deliver()
}

it('an admin cannot ask for the removal of their factors, so a password and a week make no admin', async () => {
  const { user } = await createAdmin(api)
  expect((await ask(user)).problem).toMatchObject({ code: 'not_possible', status: 409 })
  await waitForReset()
  expect((await api.call(signIn, user)).status).toBe(202)
  expect(await roleOf(user)).toBe('admin')
})

it('an operator can remove them, and the role ends with them, recorded and mailed', async () => {
  const { user } = await createAdmin(api)
  await resetFactors(api.deps, user.email)
  await api.deliver()
  mailTo(await waitForReset(), user.email, /no longer an administrator/)
  expect([await roleOf(user), await removals(user)]).toEqual(['person', 1])
  const { caller } = await api.signIn(user)
  expect((await api.call(currentSession, {}, caller)).data).toMatchObject({ isAdmin: false, mustAddFactor: false })
})

it('a person who asked before they became an admin is none afterwards', async () => {
  const { user } = await createUserWithApp(api)
  expect((await ask(user)).status).toBe(202)
  await setAdmin(api.deps, user.email, true)
  await waitForReset()
  expect(await roleOf(user)).toBe('person')
})

it('the role ends too if “This wasn’t me” takes back the only factor', async () => {
  const user = await api.createUser()
  await addApp(api, (await signInConfirmed(api, user)).caller)
  const token = secretIn(mailTo(await api.deliver(), user.email, /added/), pages.notMe)
  await setAdmin(api.deps, user.email, true)
  expect((await api.call(notMe, { token })).status).toBe(204)
  expect([await roleOf(user), await removals(user)]).toEqual(['person', 1])
})
