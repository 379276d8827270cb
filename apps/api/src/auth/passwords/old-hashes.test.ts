import { changePassword } from '@latchkey/contracts/auth/account'
import { confirm } from '@latchkey/contracts/auth/confirmation'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { describe, expect, it } from 'vitest'
import { withAccount } from '../../../testing/account.ts'
import { replicaOf, testApi } from '../../../testing/test.ts'
import { argon2Hasher } from '../../platform/crypto/hasher.ts'
import { importUser, savePassword } from './service.ts'
import { stillHolds } from './verify.ts'

const cheap = { memoryKib: 7168, passes: 1 }
const hasher = await argon2Hasher(cheap)
const api = await testApi({ deps: { hasher } })

const password = 'correct horse battery'
// Made by libxcrypt.
const bcryptHash = '$2b$05$abcdefghijklmnopqrstuuD3mHdCr44zlIZ.VZCaYRpfQhXMYnEo.'
const imported = (hash = bcryptHash) =>
  importUser(api.deps, { email: `${crypto.randomUUID()}@example.com`, name: null, hash })
const passwordRowOf = (userId: string) => api.db.password.findUniqueOrThrow({ where: { userId } })
const attempt = ({ email }: { email: string }, typed = password) => api.call(signIn, { email, password: typed })

describe('a hash that another system made', () => {
  it.each([
    ['bcrypt', bcryptHash],
    ['scrypt', '$scrypt$ln=14,r=8,p=1$MDEyMzQ1Njc4OWFiY2RlZg$ebnHHTApWa0oNoXTYCCHxLXDaejcvcTRQhZaD1OJNCE'],
    ['PBKDF2', '$pbkdf2-sha256$i=29000$MDEyMzQ1Njc4OWFiY2RlZg$HwysB+Ke0YuzHEd/zzqZI6iTbuC8ephxy6jSfQdwV8M'],
  ])('signs its user in; then argon2id replaces %s', async (_, hash) => {
    const user = await imported(hash)
    expect((await attempt(user)).status).toBe(200)
    const { hash: renewed, changedAt } = await passwordRowOf(user.id)
    expect(renewed).toMatch(/^\$argon2id\$v=19\$m=7168,/)
    expect((await attempt(user)).status).toBe(200)
    expect(await passwordRowOf(user.id)).toMatchObject({ hash: renewed, changedAt })
  })

  it('is renewed only with the right password', async () => {
    const user = await imported()
    expect((await attempt(user, 'not this one')).problem.code).toBe('invalid_credentials')
    expect((await passwordRowOf(user.id)).hash).toBe(bcryptHash)
  })

  it('is renewed when its user confirms, and replaced when they choose another password', async () => {
    const [one, other] = [await imported(), await imported()]
    const signedIn = await Promise.all([one, other].map(({ email }) => api.signIn({ email, password })))
    await api.db.password.updateMany({ data: { hash: bcryptHash } })
    expect((await api.call(confirm, { password }, signedIn[0]?.caller)).status).toBe(200)
    const input = { currentPassword: password, newPassword: 'seven lanterns under a bridge' }
    expect((await api.call(changePassword, input, signedIn[1]?.caller)).status).toBe(200)
    expect(await hasher.verify((await passwordRowOf(one.id)).hash, password)).toBe(true)
    expect(await hasher.verify((await passwordRowOf(other.id)).hash, input.newPassword)).toBe(true)
  })

  it('signs in all concurrent requests with the password', async () => {
    const user = await imported()
    const { promise: allHaveVerified, resolve } = Promise.withResolvers<void>()
    let verified = 0
    const hasherOfEight = {
      ...hasher,
      async verify(...attempted: Parameters<typeof hasher.verify>) {
        const matches = await hasher.verify(...attempted)
        verified += 1
        if (verified === 8) resolve()
        await allHaveVerified
        return matches
      },
    }
    const replica = await replicaOf(api, { deps: { hasher: hasherOfEight } })
    const ask = () => replica.call(signIn, { email: user.email, password })
    const answers = await Promise.all(Array.from({ length: 8 }, ask))
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200))
    expect((await passwordRowOf(user.id)).hash).toMatch(/^\$argon2id\$/)
  })

  it('is renewed by the first of two right attempts, and the other succeeds too', async () => {
    const { id, ...user } = await imported()
    const { changedAt } = await passwordRowOf(id)
    const keep = (newHash: string) =>
      withAccount(api, id, account =>
        stillHolds(account, { user: { id, ...user }, hash: bcryptHash, changedAt, newHash }),
      )
    expect([await keep('the first'), await keep('the second')]).toEqual([true, true])
    expect((await passwordRowOf(id)).hash).toBe('the first')
  })

  it('does not bring back a password that was changed while it was being verified, and does not sign in', async () => {
    const user = await imported()
    const chosen = await hasher.hash('seven lanterns under a bridge')
    const changing = {
      ...hasher,
      async verify(...attempted: Parameters<typeof hasher.verify>) {
        const matches = await hasher.verify(...attempted)
        api.clock.advance(1)
        await withAccount(api, user.id, account => savePassword(account, chosen))
        return matches
      },
    }
    const replica = await replicaOf(api, { deps: { hasher: changing } })
    const { problem } = await replica.call(signIn, { email: user.email, password })
    expect(problem.code).toBe('invalid_credentials')
    expect((await passwordRowOf(user.id)).hash).toBe(chosen)
  })

  it('that cannot be verified counts as a wrong password, not as a server error', async () => {
    const user = await imported()
    for (const hash of ['$2x$05$abcdefghijklmnopqrstuuD3mHdCr44zlIZ.VZCaYRpfQhXMYnEo.', 'secret', '$argon2id$', '']) {
      await api.db.password.update({ where: { userId: user.id }, data: { hash } })
      expect((await attempt(user)).problem.code).toBe('invalid_credentials')
    }
    const refusal = { fields: { hash: expect.stringContaining('could not be verified') } }
    await expect(imported('$1$abc$def')).rejects.toMatchObject({ details: refusal })
  })
})

describe('a hash with lower settings', () => {
  it('is renewed once, at the next sign-in after the settings were raised', async () => {
    const user = await api.createUser()
    const { hash: old } = await passwordRowOf(user.id)
    const raised = await replicaOf(api, { deps: { hasher: await argon2Hasher({ ...cheap, passes: 2 }) } })
    await raised.signIn(user)
    const { hash: renewed } = await passwordRowOf(user.id)
    expect([old, renewed]).toEqual([expect.stringMatching(/,t=1[,$]/), expect.stringMatching(/,t=2[,$]/)])
    await raised.signIn(user)
    expect((await passwordRowOf(user.id)).hash).toBe(renewed)
  })
})
