import { brand } from '@latchkey/contracts/brand'
import { palette } from '@latchkey/contracts/brand/palette'
import { presets } from '@latchkey/contracts/brand/presets'
import { listSampleMails, sampleMailPage } from '@latchkey/contracts/platform/gallery'
import { languages } from '@latchkey/contracts/words/language'
import { describe, expect, it } from 'vitest'
import { replicaOf, testApi } from '../../../testing/test.ts'

const api = await testApi()
const { host } = api.deps.settings.appUrl
const here = { headers: { host } }
const pageOf = (name: string, query: string, headers = { host }) =>
  api.app.inject({ url: `${sampleMailPage.replace(':name', name)}?${query}`, headers })

describe('the examples of mails', () => {
  it('are of every kind: each notice of each feature, and each other letter', async () => {
    const { data } = await api.call(listSampleMails, { language: 'en' }, here)
    const names = data.map(({ name }) => name)
    const notices = api.deps.features.flatMap(({ notices = [] }) => notices.map(({ name }) => name))
    expect(names).toEqual(expect.arrayContaining([...notices, 'verify', 'verify_again', 'account_exists', 'note']))
    expect(names).toEqual(expect.arrayContaining(['address_link', 'address_taken', 'reset_forgot', 'reset_kept']))
    expect(new Set(names).size).toBe(names.length)
  })

  it.each(languages)('in %s are shown in each brand, and with no other name', async language => {
    const { data } = await api.call(listSampleMails, { language }, here)
    for (const [index, preset] of presets.entries())
      for (const { name } of data) {
        const { body, statusCode } = await pageOf(name, `language=${language}&preset=${index}`)
        expect(statusCode).toBe(200)
        expect(body).toContain(palette(preset).light.ground)
        expect(body).not.toContain(brand.name)
      }
  })

  it('are 404 where there is no such example, and for other machines', async () => {
    expect((await pageOf('verify', 'language=en')).statusCode).toBe(200)
    for (const [name, query] of [
      ['no_such', 'language=en'],
      ['verify', 'language=xx'],
      ['constructor', 'language=en'],
    ] as const)
      expect((await pageOf(name, query)).statusCode).toBe(404)
    expect((await pageOf('verify', 'language=en', { host: 'evil.example' })).statusCode).toBe(404)
    const foreign = { headers: { host, via: '1.1 tunnel' } }
    expect((await api.call(listSampleMails, { language: 'en' }, foreign)).problem.code).toBe('not_found')
  })

  it.each([
    ['at an https address', {}],
    [
      'in production',
      {
        ...{ NODE_ENV: 'production', TRUST_PROXY: 'loopback' },
        ...{ SMTP_URL: 'smtp://127.0.0.1:25', MAIL_FROM: 'no-reply@example.com' },
      },
    ],
  ])('do not exist %s', async (_where, environment) => {
    const server = await replicaOf(api, { environment: { APP_URL: 'https://app.example.com', ...environment } })
    const headers = { host: 'app.example.com', 'x-forwarded-proto': 'https' }
    for (const url of [`${listSampleMails.path}?language=en`, sampleMailPage.replace(':name', 'verify')])
      expect((await server.app.inject({ url, headers })).statusCode).toBe(404)
  })
})
