import { askForCode, signInWithCode } from '@latchkey/contracts/auth/email-codes'
import { forgotPassword } from '@latchkey/contracts/auth/recovery'
import { resend, signUp } from '@latchkey/contracts/auth/sign-up'
import { describe, expect, it } from 'vitest'
import { codeIn, mailTo, wordsOf } from '../../../testing/mails.ts'
import { minutes } from '../../../testing/movable-clock.ts'
import { testApi } from '../../../testing/test.ts'
import { readSettings } from './settings.ts'

const api = await testApi({
  environment: {
    RESET_LINK_LIFETIME: '2h',
    CONFIRM_LINK_LIFETIME: '3d',
    SIGN_UP_CODE_LIFETIME: '45m',
    SIGN_IN_CODE_LIFETIME: '1h',
  },
})

describe('the lifetimes of mailed links and codes', () => {
  it('are ten minutes for a code to sign in with, unless a setting says otherwise', () => {
    expect(readSettings({}).mailLifetimes.signInCode / 60_000).toBe(10)
  })

  it('outlast a quarter of an hour of greylisting, unless a setting says otherwise', () => {
    const { resetLink, confirmLink, signUpCode } = readSettings({}).mailLifetimes
    expect([resetLink, confirmLink, signUpCode].map(ms => ms / 60_000)).toEqual([60, 1440, 30])
  })

  it.each([
    ['RESET_LINK_LIFETIME', '9m', 'must be at least 10m'],
    ['RESET_LINK_LIFETIME', '2d', 'must be at most 24h'],
    ['CONFIRM_LINK_LIFETIME', '10m', 'must be at least 1h'],
    ['SIGN_UP_CODE_LIFETIME', '2h', 'must be at most 1h'],
    ['SIGN_IN_CODE_LIFETIME', '9m', 'must be at least 10m'],
    ['SIGN_IN_CODE_LIFETIME', '61m', 'must be at most 1h'],
    ['SIGN_UP_CODE_LIFETIME', 'soon', 'must be a duration'],
  ])('are bounded: %s may not be %s', (name, value, words) => {
    expect(() => readSettings({ [name]: value })).toThrow(`${name} ${words}`)
  })

  it('are what the mails say', async () => {
    const { email } = await api.createUser()
    await api.call(forgotPassword, { email })
    expect(wordsOf(mailTo(await api.deliver(), email))).toContain('This link works once, for 2 hours.')
    const address = `${crypto.randomUUID()}@example.com`
    await api.call(signUp, { email: address, password: 'a password that no one else has' }, { sameOrigin: true })
    expect(wordsOf(mailTo(await api.deliver(), address))).toMatch(/works for 45 minutes.*works for 3 days/s)
    await api.call(resend, { email: address })
    expect(wordsOf(mailTo(await api.deliver(), address))).toContain('works for 3 days after you signed up')
  })

  it('are those of a code to sign in with, in its mail and in fact, also if the mail is late', async () => {
    const { email } = await api.createUser()
    const { challenge } = (await api.call(askForCode, { email })).accepted
    api.clock.advance(minutes(19))
    const mail = mailTo(await api.deliver(), email)
    expect(wordsOf(mail)).toContain('It works once, for 1 hour,')
    api.clock.advance(minutes(60) - 1)
    const right = { challenge, code: codeIn(mail) }
    expect((await api.call(signInWithCode, right)).status).toBe(200)
    const late = (await api.call(askForCode, { email })).accepted.challenge
    const code = codeIn(mailTo(await api.deliver(), email, /sign-in code/))
    api.clock.advance(minutes(60))
    expect((await api.call(signInWithCode, { challenge: late, code })).problem.code).toBe('invalid_code')
  })
})
