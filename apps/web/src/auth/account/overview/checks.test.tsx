import { overview as words } from '@latchkey/contracts/words/en/overview'
import { describe, expect, it } from 'vitest'
import { aSession, user } from '../../../../testing/fake-api.ts'
import { checks, type Facts } from './checks.ts'

const now = Date.parse('2026-11-30T12:00:00.000Z')
const calm: Facts = {
  user,
  password: { changedAt: '2026-01-01T12:00:00.000Z', strangersRefusedAt: null },
  sessions: [aSession({ current: true, firstSeenAt: '2026-11-30T11:00:00.000Z' }), aSession()],
  pendingEmail: null,
  recoveryCodesLeft: null,
  now,
}
const open = (facts: Partial<Facts>) =>
  checks.flatMap(check => check({ ...calm, ...facts }, words) ?? []).filter(({ isFine }) => !isFine)

describe('the checks of the account', () => {
  it('find nothing in a calm account, however old its password is', () => {
    expect(open({})).toEqual([])
  })

  it('name a password that strangers guessed at', () => {
    const password = { changedAt: '2026-01-01T12:00:00.000Z', strangersRefusedAt: '2026-11-29T12:00:00.000Z' }
    expect(open({ password })).toMatchObject([{ title: 'Password', text: words.passwordGuessed }])
  })

  it('name a device of the last three days, but not this one or one that is signed out', () => {
    const recent = aSession({ firstSeenAt: '2026-11-28T12:00:00.000Z' })
    expect(open({ sessions: [recent] })).toMatchObject([{ title: 'Devices', text: words.newDevices(1) }])
    expect(open({ sessions: [{ ...recent, revoked: true, endReason: 'revoked_by_you' }] })).toEqual([])
  })

  it('count this device as known, also another session of it', () => {
    const here = aSession({ current: true, firstSeenAt: '2026-11-30T11:00:00.000Z' })
    const again = aSession({ ...here, id: here.id.replace(/1$/, '2'), current: false })
    const found = checks.flatMap(check => check({ ...calm, sessions: [here, again] }, words) ?? [])
    expect(found).toContainEqual(expect.objectContaining({ isFine: true, text: words.knownDevices(0) }))
  })

  it('leave out a session that ended unused, and was not revoked', () => {
    const idle = aSession({ firstSeenAt: '2026-11-28T12:00:00.000Z', endReason: 'idle' })
    expect(open({ sessions: [idle] })).toEqual([])
  })

  it('name a new address that waits for its link', () => {
    const pendingEmail = { email: 'new@example.com', expiresAt: '2026-12-01T12:00:00.000Z' }
    expect(open({ pendingEmail })).toMatchObject([{ title: 'Way back in' }])
  })

  it('name recovery codes that run out, and not ten of them', () => {
    expect(open({ recoveryCodesLeft: 2 })).toMatchObject([{ text: words.codesFew(2), link: words.newCodes }])
    expect(open({ recoveryCodesLeft: 10 })).toEqual([])
  })

  it('say nothing of a password where there is none', () => {
    expect(checks.flatMap(check => check({ ...calm, password: null }, words) ?? [])).toHaveLength(2)
  })
})
