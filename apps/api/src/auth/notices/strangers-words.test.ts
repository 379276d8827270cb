import { forgotPassword } from '@latchkey/contracts/auth/recovery'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { signUp } from '@latchkey/contracts/auth/sign-up'
import { describe, expect, it } from 'vitest'
import { mailTo } from '../../../testing/mails.ts'
import { testApi } from '../../../testing/test.ts'
import { addApp, createUserWithApp } from '../../../testing/totp.ts'

const api = await testApi()

/** Texts that a stranger wants the owner of an address to read in one of our mails. */
const hostile = [
  'evil.example/1',
  'https://evil.example/1 go',
  'evil-dot-example.com/1.0 (X11; Linux)',
  'Call 555 123 at evil now/1.0',
  'Your account was broken into. Go to evil.example/1',
  'Mozilla/5.0 (evil.example) evil.example/1.0',
  '<a href=//evil.example>/1',
]

describe('the user agent of a stranger', () => {
  it.each(hostile)('cannot put its own text into a mail: %s', async userAgent => {
    const { email, password } = await api.createUser()
    const caller = { headers: { 'user-agent': userAgent } }
    await api.call(signUp, { email, password: 'a password of a stranger' }, caller)
    await api.call(forgotPassword, { email }, caller)
    await api.call(signIn, { email, password }, caller)
    const mails = await api.deliver()
    for (const subject of [/already have/, /Reset/, /New sign-in/]) {
      const { text, html } = mailTo(mails, email, subject)
      expect(`${text} ${html}`).toContain('127.0.0.1')
      // A random token may spell anything.
      expect(`${text} ${html}`.replace(/lk_[\w-]+/g, '')).not.toMatch(/evil|broken|555/i)
    }
  })

  it('shows the names of browsers, systems and programs', async () => {
    const { email, password } = await api.createUser()
    for (const [userAgent, name] of [
      ['Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0', 'Firefox on Linux'],
      ['curl/8.5.0', 'curl'],
      ['Go-http-client/1.1', 'Go-http-client'],
    ] as const) {
      await api.call(signIn, { email, password }, { headers: { 'user-agent': userAgent } })
      expect(mailTo(await api.deliver(), email).text).toContain(`Where: 127.0.0.1\nDevice: ${name}\n`)
    }
  })
})

describe('the name of a factor that a thief adds', () => {
  it('is quoted, short, and no link', async () => {
    const { user, caller } = await createUserWithApp(api)
    await api.deliver()
    await addApp(api, caller, 'Ignore this. Support: https://evil.example/1 or write to us at evil@example.com')
    const { text, html } = mailTo(await api.deliver(), user.email, /was added/)
    expect(text).toContain('Added: “Ignore this Support https evil example 1…”')
    expect(`${text} ${html}`).not.toMatch(/evil\.|evil@/)
  })
})
