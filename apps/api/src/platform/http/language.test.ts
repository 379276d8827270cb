import { forgotPassword } from '@latchkey/contracts/auth/recovery'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { describe, expect, it } from 'vitest'
import { mailTo, wordsOf } from '../../../testing/mails.ts'
import { testApi } from '../../../testing/test.ts'
import { languageOf } from './language.ts'

const api = await testApi()
const inGerman = { headers: { 'accept-language': 'de-AT,de;q=0.9,en;q=0.8' } }

describe('the language of a request', () => {
  it.each([
    [undefined, 'en'],
    ['*', 'en'],
    ['de', 'de'],
    ['de-AT, en;q=0.5', 'de'],
    ['en;q=0.5, de-CH;q=0.9', 'de'],
    ['fr, de;q=0.3', 'de'],
    ['de;q=0, en', 'en'],
    ['en_US, <script>', 'en'],
  ])('of %s is %s', (header, language) => {
    expect(languageOf({ headers: header === undefined ? {} : { 'accept-language': header } })).toBe(language)
  })
})

describe('an answer', () => {
  it('names what is wrong in the language of the request, and says which it is', async () => {
    const { problem, response } = await api.call(signIn, { email: '', password: 'x' }, inGerman)
    expect(problem.title).toBe('Diese Anfrage ist nicht gültig.')
    expect(problem.fields).toEqual({ email: 'Geben Sie Ihre E-Mail-Adresse ein.' })
    expect(response.headers['content-language']).toBe('de')
    const english = await api.call(signIn, { email: '', password: 'x' })
    expect(english.problem.fields).toEqual({ email: 'Enter your email address.' })
  })
})

describe('a mail', () => {
  it('is in the language of the request that caused it', async () => {
    const user = await api.createUser()
    await api.call(forgotPassword, { email: user.email }, inGerman)
    const mail = mailTo(await api.deliver(), user.email)
    expect(mail.subject).toBe('Setzen Sie Ihr Passwort zurück')
    expect(wordsOf(mail)).toMatch(/1 März 2036|1\. März 2036/)
    expect(mail.html).toContain('<html lang="de" dir="ltr">')
  })
})
