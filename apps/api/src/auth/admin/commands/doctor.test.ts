import { expect, it, onTestFinished, vi } from 'vitest'
import { runLatchkey } from '../../../../testing/import.ts'
import { testApi } from '../../../../testing/test.ts'
import { testSecret } from '../../../../testing/test-deps.ts'
import { Report } from '../doctor/finding.ts'

const api = await testApi()

const type = (args: string[], typed = '') => runLatchkey(api, args, typed)

it('prints one finding a line and the counts, and exits with 1 only on an error', async () => {
  onTestFinished(() => void vi.unstubAllEnvs())
  vi.stubEnv('APP_SECRET', testSecret)
  vi.stubEnv('DATABASE_URL', api.url)
  const found = await type(['doctor'])
  expect(found).toMatchObject({ code: 0, err: '' })
  expect(found.out).toMatch(
    /^warning {2}role-may-too-much: DATABASE_URL: .*\n(?:.*\n)*0 errors, \d warnings?, \d notes?\n$/m,
  )

  vi.stubEnv('DATABASE_URL', 'postgresql://127.0.0.1:1/x')
  expect(await type(['doctor'])).toMatchObject({
    code: 1,
    err: '',
    out: expect.stringMatching(/^error {4}database-outage: /m),
  })
  const { code, out } = await type(['doctor', '--json'])
  const report = Report.parse(JSON.parse(out))
  expect([code, report.ok]).toEqual([1, false])
  expect(report.findings.map(({ rule }) => rule)).toContain('database-outage')
  expect(await type(['doctor', '--mail-to', 'nowhere'])).toMatchObject({
    code: 1,
    err: 'latchkey: nowhere is not an e-mail address.\n',
  })
})

it('tells secrets apart by a fingerprint, in which nothing of them can be read', async () => {
  const first = await type(['secret', 'fingerprint'], `${testSecret}\n`)
  expect(first).toEqual({ code: 0, err: '', out: expect.stringMatching(/^[0-9a-f]{16}\n$/) })
  expect((await type(['secret', 'fingerprint'], testSecret)).out).toBe(first.out)
  expect((await type(['secret', 'fingerprint'], `${testSecret}!`)).out).not.toBe(first.out)
})
