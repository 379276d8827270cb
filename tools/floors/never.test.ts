import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseSync } from 'oxc-parser'
import { describe, expect, test } from 'vitest'
import { isTest, isTesting } from './place.ts'

const root = path.resolve(import.meta.dirname, '../..')

/** What runs in production, without its comments. */
const sources = globSync('{apps,packages}/*/src/**/*.{ts,tsx}', { cwd: root })
  .map(file => file.replaceAll(path.sep, '/'))
  .filter(file => !file.includes('/generated/') && !isTest(file) && !isTesting(file))
  .sort()
  .map(file => ({ file, text: withoutComments(readFileSync(path.join(root, file), 'utf8'), file) }))

function withoutComments(text: string, file: string): string {
  let kept = text
  for (const { start, end } of parseSync(file, text).comments)
    kept = kept.slice(0, start) + ' '.repeat(end - start) + kept.slice(end)
  return kept
}

const filesWith = (pattern: RegExp) => sources.filter(({ text }) => pattern.test(text)).map(({ file }) => file)

test('there are sources to look at', () => {
  expect(filesWith(/import/).length).toBeGreaterThan(100)
})

describe('no source file', () => {
  // evidence: V1.2.4
  test('hands the database a query that is put together as text', () => {
    expect(filesWith(/\$(query|execute)RawUnsafe|\.raw\(|\bsql\.unsafe/)).toEqual([])
    // A channel and a database: `listen` and `create database` take no parameters, and both names are constants.
    const put = /(\.query|\bprepared)\s*(<[^(]*>)?\(\s*`[^`]*\$\{|\btext:\s*`[^`]*\$\{/
    expect(filesWith(put).filter(file => !file.startsWith('apps/web/'))).toEqual([
      'packages/database/src/embedded/lease.ts',
      'packages/database/src/listen.ts',
    ])
  })

  // evidence: V1.3.2
  test('runs text as code', () => {
    expect(filesWith(/\beval\(|\bnew Function\b|['"](node:)?vm['"]|\bset(Timeout|Interval)\(['"`]/)).toEqual([])
  })

  // evidence: V1.2.9
  test('makes a pattern of what it is given', () => {
    // Those two are made of constants.
    expect(filesWith(/\bRegExp\(/)).toEqual(['apps/api/src/crypto/imported-hash.ts'])
  })

  // evidence: V1.2.1 V3.2.2
  test('writes markup into a page', () => {
    expect(
      filesWith(/\b(inner|outer)HTML\b|insertAdjacentHTML|document\.write|dangerouslySetInnerHTML|DOMParser|srcdoc/i),
    ).toEqual([])
  })

  // evidence: V3.2.3
  test('takes a property of the page for its own, which an element of that name could be', () => {
    expect(filesWith(/\bwindow\[|\bdocument\[|\bdocument\.(all|forms|images|links|embeds|anchors)\b/)).toEqual([])
  })

  // evidence: V14.3.3
  test('keeps anything in the storage of a browser', () => {
    expect(filesWith(/\b(localStorage|sessionStorage|indexedDB|caches\.open|document\.cookie)\b/)).toEqual([])
  })

  // evidence: V6.5.3 V7.2.3 V11.5.1
  test('draws from a generator that can be guessed', () => {
    // How long a page waits before it opens its stream again.
    expect(filesWith(/\bMath\.random\b/)).toEqual(['apps/web/src/sessions/shared-events.ts'])
  })

  // evidence: V11.3.1 V11.3.2 V11.3.3
  test('enciphers anything itself: that is left to TLS', () => {
    expect(filesWith(/create(De|C)ipher|(public|private)(En|De)crypt|\bsubtle\b/)).toEqual([])
  })

  // evidence: V11.4.1
  test('hashes with anything but SHA-256, unless another system wants it', () => {
    const names = sources.flatMap(({ file, text }) =>
      [...text.matchAll(/create(?:Hash|Hmac)\((.*?)[,)]/g)].map(([, name]) => `${file}: ${name}`),
    )
    expect(names.length).toBeGreaterThan(5)
    expect(names.filter(name => !name.endsWith(": 'sha256'"))).toEqual(["apps/api/src/passwords/breaches.ts: 'sha1'"])
  })

  // evidence: V11.2.1
  test('takes cryptography from elsewhere than Node, argon2 and bcrypt', () => {
    const dependencies = ['api', 'web'].flatMap(app =>
      Object.keys(JSON.parse(readFileSync(path.join(root, `apps/${app}/package.json`), 'utf8')).dependencies),
    )
    const cryptography = /crypt|argon|hash|jose|jwt|jsonwebtoken|noble|nacl|sodium|forge|sjcl|uuid|nanoid|otp/
    expect(dependencies.filter(name => cryptography.test(name))).toEqual(['argon2', 'bcrypt'])
  })

  // evidence: V12.3.3 V13.2.4 V13.2.5
  test('speaks to another machine but to whom the settings name', () => {
    // The web app asks its own origin, which its policy holds it to.
    expect(filesWith(/\bfetch\(|\bXMLHttpRequest\b|\bWebSocket\b|\bEventSource\b/)).toEqual([
      'apps/api/src/passwords/breaches.ts',
      'apps/web/src/api-client.ts',
      'apps/web/src/sessions/shared-events.ts',
    ])
    expect(filesWith(/from ['"](node:)?(https|http2|tls|dgram)['"]|\b(http|net)\.(request|get|connect)\b/)).toEqual([])
    expect(filesWith(/\b(createConnection|connect)\b.*['"]node:net['"]/)).toEqual([])
  })

  // evidence: V16.2.3
  test('prints beside the log, but for the commands and for what a start says', () => {
    expect(filesWith(/\bconsole\.|process\.std(out|err)/)).toEqual([
      'apps/api/src/cli.ts',
      'apps/api/src/main.ts',
      'packages/database/src/author-migration.ts',
    ])
  })
})
