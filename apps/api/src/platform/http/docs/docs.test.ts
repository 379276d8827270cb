import { endpoints } from '@latchkey/contracts/endpoints'
import { openApiDocument } from '@latchkey/contracts/openapi'
import { describe, expect, it } from 'vitest'
import { replicaOf, testApi } from '../../../../testing/test.ts'
import { readSettings } from '../../settings/settings.ts'
import { docsPaths } from './routes.ts'

const api = await testApi()
const page = await api.app.inject(docsPaths.page)

describe('/api/docs', () => {
  it('is a page under the policy of the web app’s pages: no inline code, no inline style', async () => {
    expect([page.statusCode, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
    expect(page.headers['content-security-policy']).toMatch(
      /default-src 'none'.*style-src 'self'.*trusted-types 'none'/,
    )
    expect(page.body).not.toMatch(/<script|<style|style="|\son\w+="/i)
  })

  it('lists every call, with who may call it, its answers and its samples', async () => {
    for (const { method, path } of endpoints)
      expect(page.body).toContain(
        `<span class="method">${method}</span> <code>${path.replace(/:(\w+)/g, '{$1}')}</code>`,
      )
    const call = (name: string) => new RegExp(`<article id="${name}"[\\s\\S]*?</article>`).exec(page.body)?.[0] ?? ''
    expect(call('signIn')).toContain('Anyone may call it.')
    expect(call('signIn')).toMatch(/<code>invalid_credentials<\/code> That email and password/)
    expect(call('signIn')).toContain(`curl -X POST &#39;${api.deps.settings.appUrl.origin}/api/sessions/sign_in&#39;`)
    expect(call('revokeSession')).toContain('A signed-in person may call it')
    expect(call('revokeSession')).toMatch(/await fetch\(&#39;\/api\/restricted\/sessions\/[0-9a-f-]{36}\/revoke&#39;/)
    expect(call('listActivity')).toMatch(/in the query, optional/)
  })

  it('has ids that differ, and no link that leads nowhere', () => {
    const ids = [...page.body.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const [, target] of page.body.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target)
  })

  it('comes with its style sheet and with the document that generators read', async () => {
    const styles = await api.app.inject(docsPaths.styles)
    expect([styles.statusCode, styles.headers['content-type']]).toEqual([200, 'text/css; charset=utf-8'])
    expect(styles.body).toContain('--ground: #')
    expect((await api.app.inject(docsPaths.document)).json()).toEqual(JSON.parse(JSON.stringify(openApiDocument())))
  })

  it('exists in production only if API_DOCS says so', async () => {
    const production = {
      NODE_ENV: 'production',
      APP_URL: 'https://app.example.com',
      APP_SECRET: 'a secret of a test that is long enough',
      TRUST_PROXY: 'loopback',
      SMTP_URL: 'smtp://localhost',
      MAIL_FROM: 'a@example.com',
    }
    expect(readSettings(production).apiDocs).toBe(false)
    expect(readSettings({ ...production, API_DOCS: 'true' }).apiDocs).toBe(true)
    const silent = await replicaOf(api, { environment: { API_DOCS: 'false' } })
    for (const path of Object.values(docsPaths)) expect((await silent.app.inject(path)).statusCode).toBe(404)
  })
})
