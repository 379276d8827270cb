import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { root } from '../../tools/toolchain/run.mjs'
import { parse } from '../source/ast.ts'

/** The code that runs in production, without its comments. */
const sources = globSync('{apps,packages}/*/src/**/*.{ts,tsx}', { cwd: root })
  .map(file => file.replaceAll(path.sep, '/'))
  .filter(file => !/\/generated\/|\.test\.tsx?$|\/testing\.ts$/.test(file))
  .sort()
  .map(file => ({ file, text: parse(file, readFileSync(path.join(root, file), 'utf8')).code }))

/** The names of the files that match, without their folders, which may change. */
const filesWith = (pattern: RegExp) =>
  sources.filter(({ text }) => pattern.test(text)).map(({ file }) => path.posix.basename(file))

test('there are source files to check', () => {
  expect(filesWith(/import/).length).toBeGreaterThan(100)
})

describe('no source file', () => {
  test('builds a database query from text', () => {
    // `account/store.ts` names tables that Postgres has listed and quoted. All values are parameters.
    expect(filesWith(/\$(query|execute)RawUnsafe|\.raw\(|\bsql\.unsafe/)).toEqual(['store.ts'])
    // `listen` and `create database` take no parameters. The names are a constant, a random one, and one that a migration made.
    // The other three put constants into their statements.
    const put = /(\.query|\bprepared)\s*(<[^(]*>)?\(\s*`[^`]*\$\{|\btext:\s*`[^`]*\$\{/
    const found = sources.filter(({ file, text }) => !file.startsWith('apps/web/') && put.test(text))
    expect(found.map(({ file }) => path.posix.basename(file))).toEqual([
      'store.ts',
      'lease.ts',
      'hears.ts',
      'heartbeat.ts',
      'listen.ts',
      'rights.ts',
    ])
  })

  test('runs text as code', () => {
    expect(filesWith(/\beval\(|\bnew Function\b|['"](node:)?vm['"]|\bset(Timeout|Interval)\(['"`]/)).toEqual([])
  })

  test('builds a pattern from input', () => {
    // These patterns are made of constants, except in `server-words.ts`, which escapes the name that it looks for.
    expect(filesWith(/\bRegExp\(/)).toEqual([
      'imported-hash.ts',
      'token.ts',
      'log.ts',
      'final-refusals.ts',
      'server-words.ts',
      'mailed-secret.ts',
      'codes.ts',
      'presented.ts',
      'presented.ts',
    ])
  })

  test('writes markup into a page', () => {
    expect(
      filesWith(/\b(inner|outer)HTML\b|insertAdjacentHTML|document\.write|dangerouslySetInnerHTML|DOMParser|srcdoc/i),
    ).toEqual([])
  })

  test('reads a property of the page that an element with that name could replace', () => {
    expect(filesWith(/\bwindow\[|\bdocument\[|\bdocument\.(all|forms|images|links|embeds|anchors)\b/)).toEqual([])
  })

  test('keeps anything in browser storage', () => {
    // `narrow-page.tsx` sets a cookie with the value 1 and removes it at once, to see whether the browser keeps any.
    // `known-person.ts` keeps the address of a person who stays signed in, `scheme.ts` how pages look, `last-way.ts` the kind of factor
    // that the browser used last. None is a secret. `tab-memory.ts` keeps in its tab, for minutes, the challenge of a sign-in that
    // waits: it is worth nothing without the HttpOnly cookie of that browser, and a code or a factor.
    // `last-provider.ts` keeps the name of the provider that signed in last.
    const allowed = [
      'browser-memory.ts',
      'known-person.ts',
      'scheme.ts',
      'narrow-page.tsx',
      'last-way.ts',
      'last-provider.ts',
      'tab-memory.ts',
    ]
    const kept = /\b(localStorage|sessionStorage|indexedDB|caches\.open|document\.cookie|keepInBrowser)\b/
    expect(filesWith(kept).filter(file => !allowed.includes(file))).toEqual([])
  })

  test('uses a random generator that can be guessed', () => {
    // It is the pause before a page or a second service opens its stream again, the name of an entry of the history, and which
    // requests are traced.
    expect(filesWith(/\bMath\.random\b/).sort()).toEqual(['events.ts', 'hearing.ts', 'location.ts', 'otlp.ts'])
  })

  test('encrypts anything but the keys of authenticator apps: the rest is left to TLS', () => {
    // `firebase-hash.ts` encrypts to verify a hash: the last step of Firebase's scrypt.
    expect(filesWith(/create(De|C)ipher|(public|private)(En|De)crypt|\bsubtle\b/)).toEqual([
      'firebase-hash.ts',
      'sealed.ts',
    ])
  })

  test('hashes with anything but SHA-256, unless another system wants it', () => {
    const names = sources.flatMap(({ file, text }) =>
      [...text.matchAll(/create(?:Hash|Hmac)\((.*?)[,)]/g)].map(([, name]) => `${path.posix.basename(file)}: ${name}`),
    )
    expect(names.length).toBeGreaterThan(5)
    // `claims.ts` compares what a provider hashed, by the algorithm of its signature: SHA-256, SHA-384 or SHA-512.
    expect(names.filter(name => !name.endsWith(": 'sha256'"))).toEqual([
      'claims.ts: digestOf(alg',
      "breaches.ts: 'sha1'",
    ])
  })

  test('takes cryptography from anywhere but Node, argon2, bcrypt, uuid and the libraries of second factors and of providers', () => {
    const installed = ['api', 'web'].flatMap(app => {
      const { dependencies, optionalDependencies = {} } = JSON.parse(
        readFileSync(path.join(root, `apps/${app}/package.json`), 'utf8'),
      )
      return Object.keys({ ...dependencies, ...optionalDependencies })
    })
    const cryptography = /crypt|argon|hash|jose|jwt|jsonwebtoken|noble|nacl|sodium|forge|sjcl|uuid|nanoid|otp|authn/
    expect(installed.filter(name => cryptography.test(name))).toEqual([
      '@simplewebauthn/server',
      'argon2',
      'bcrypt',
      'jose',
      'otplib',
      // For the ids of events, which are no secrets.
      'uuid',
      '@node-rs/argon2',
    ])
  })

  test('calls a machine that the settings do not name', () => {
    // `proxy.ts` of `latchkey doctor` calls APP_URL. The web app calls only its own origin. Its policy allows no other.
    // `outage.ts` repeats a query of TanStack Query. The guard of a second service calls the API that its options name.
    // `otlp.ts` calls OTEL_EXPORTER_OTLP_ENDPOINT, by a package. The documentation of the API shows calls as text.
    const ofGuard = ['hearing.ts', 'question.ts']
    const samples = ['introduction.ts', 'samples.ts']
    const allowed = ['breaches.ts', 'api-client.ts', 'events.ts', 'outage.ts', 'proxy.ts', ...ofGuard, ...samples]
    expect(filesWith(/\bfetch\(|\bXMLHttpRequest\b|\bWebSocket\b|\bEventSource\b/).sort()).toEqual(allowed.sort())
    // `smtp-url.ts` only asks Node which names of ciphers it knows.
    // Only `guarded-fetch.ts` calls a provider. The libraries of providers are given it.
    expect(filesWith(/from ['"](node:)?(https|http2|tls|dgram)['"]|\b(http|net)\.(request|get|connect)\(/)).toEqual([
      'guarded-fetch.ts',
      'smtp-url.ts',
    ])
    // `cancel.ts` asks the database to give up a statement. The other is a proxy for tests.
    const sockets = ['cancel.ts', 'testing-slow-proxy.ts']
    expect(filesWith(/\b(createConnection|connect)\b.*['"]node:net['"]/)).toEqual(sockets)
  })

  test('prints outside the log, except for the commands and the start', () => {
    const found = sources.filter(({ text }) => /\bconsole\.|process\.std(out|err)/.test(text)).map(({ file }) => file)
    const isCommand = (file: string) =>
      /\/admin\/(cli|commands\/.*)\.ts$|\/main\.ts$|\/migrations\/author\.ts$/.test(file)
    expect(found.filter(file => !isCommand(file))).toEqual([])
    expect(found.length).toBeGreaterThan(0)
  })
})
