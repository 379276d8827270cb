import { brand } from '@latchkey/contracts/brand'
import { errorStatuses } from '@latchkey/contracts/errors'
import type { OpenApiDocument } from '@latchkey/contracts/openapi-reading'
import { problems } from '@latchkey/contracts/words/en/problems'
import { escapeHtml } from '../../mail/look.ts'
import type { Site } from './page.ts'

/** How to authenticate, and what every error has in common. */
export function introduction({ components }: OpenApiDocument, { origin, paths }: Site): string {
  const { name } = components.securitySchemes.cookie
  return `<p>Every call of ${escapeHtml(brand.name)}, made from its contract. Generators of clients read <a href="${paths.document}">openapi.json</a>.</p>
<section aria-labelledby="authentication">
<h2 id="authentication">Authentication</h2>
<p><strong>API clients</strong> sign in and get a token. They send it as a bearer token:</p>
<pre>${escapeHtml(clientSample(origin))}</pre>
<p><strong>Pages of this site</strong> sign in with <code>"delivery": "cookie"</code>. The browser keeps the token in the cookie <code>${name}</code>, which no script can read, and sends it by itself:</p>
<pre>${escapeHtml(pageSample)}</pre>
<p>A call that changes something takes the cookie only from pages of the same origin. Pages of other origins need to be named in <code>CORS_ORIGINS</code>, and use a bearer token.</p>
</section>
<section aria-labelledby="errors">
<h2 id="errors">Errors</h2>
<p>Every error is a problem (RFC 9457) of the media type <code>application/problem+json</code>. Its <code>code</code> is one of these. <code>title</code> says it in the language of the request. <code>fields</code> names each invalid field. An answer with 429 or 503 has <code>Retry-After</code>.</p>
<dl class="codes">
${Object.entries(errorStatuses)
  .map(([code, status]) => `<div><dt><code>${code}</code> ${status}</dt><dd>${escapeHtml(textOf(code))}</dd></div>`)
  .join('\n')}
</dl>
</section>`
}

const textOf = (code: string): string => problems[code as keyof typeof problems]

const clientSample = (origin: string) => `curl ${origin}/api/sessions/sign_in \\
  -H 'Content-Type: application/json' \\
  -d '{ "email": "ada@example.com", "password": "…" }'
curl ${origin}/api/restricted/session -H "Authorization: Bearer $TOKEN"`

const pageSample = `await fetch('/api/sessions/sign_in', {
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({ email, password, delivery: 'cookie' }),
})
const { data } = await (await fetch('/api/restricted/session')).json()`
