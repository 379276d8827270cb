import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { limitedTo } from '@latchkey/database/testing'
import { afterAll, describe, expect, inject, it, onTestFinished, vi } from 'vitest'
import { movableClock } from '../../../../testing/movable-clock.ts'
import { poolingProxy } from '../../../../testing/pooling-proxy.ts'
import { startProvider } from '../../../../testing/provider.ts'
import { type Script, startScriptedSmtp } from '../../../../testing/scripted-smtp.ts'
import { freePort, temporaryDataDir } from '../../../../testing/server-process.ts'
import { replicaOf, testApi } from '../../../../testing/test.ts'
import { startTestApi } from '../../../../testing/test-api.ts'
import { testSecret } from '../../../../testing/test-deps.ts'
import { openDeps } from '../../../open-deps.ts'
import { stopwatch } from '../../../platform/clock.ts'
import { readSettings } from '../../../platform/settings/settings.ts'
import { examineAppUrl } from './app-url.ts'
import { examineDatabase } from './database.ts'
import { examine } from './examine.ts'
import { type Finding, rules } from './finding.ts'
import { examineFixes, Fixes } from './fixes.ts'
import { examineHashing } from './machine.ts'
import { examineProviders } from './providers.ts'
import { examineProxy } from './proxy.ts'
import { fingerprintOf } from './secret.ts'

const api = await testApi()
const seen = new Set<string>()

/** What the doctor finds with these settings, without what it always says on this machine. */
async function found(environment: Record<string, string>, options: Parameters<typeof examine>[1] = {}) {
  const settings = { NODE_ENV: 'test', DATABASE_URL: api.url, APP_SECRET: testSecret, ...environment }
  return (await examine(settings, options)).map(remember)
}
function remember(finding: Finding): Finding {
  seen.add(finding.rule)
  return finding
}
const only = (findings: Finding[], rule: string) => findings.filter(finding => finding.rule === rule)
const production = (environment: Record<string, string> = {}) => ({
  ...{
    NODE_ENV: 'production',
    APP_URL: 'https://127.0.0.1:1',
    TRUST_PROXY: 'loopback',
    SMTP_URL: 'smtp://127.0.0.1:1',
  },
  ...{ MAIL_FROM: 'no-reply@latchkey.dev', APP_SECRET: 'kV9o3wX5pQ8mT2zR7bN4cJ6hL1sD0fGa', ...environment },
})

afterAll(() => expect([...seen].sort()).toEqual(Object.keys(rules).sort()))

describe('settings and machine', () => {
  it('are named, each with a sentence', async () => {
    const bad = { APP_URL: 'http://localhost', APP_SECRET: 'change-me-change-me-change-me-now', TRUST_PROXY: '' }
    const findings = only(await found(production(bad)), 'settings')
    expect(findings.map(({ level, message }) => [level, message])).toEqual([
      ['error', 'TRUST_PROXY must be set in production'],
      ['error', 'APP_SECRET must be random in production, such as from: openssl rand -base64 32'],
      ['error', 'APP_URL must be https in production'],
    ])
  })

  it('include an old Node.js, and a hash that is too cheap', async () => {
    const cheap = { ARGON2_MEMORY_KIB: '7168', ARGON2_PASSES: '1' }
    const findings = await found(cheap, { nodeVersion: 'v20.19.0' })
    expect(only(findings, 'node-version')).toMatchObject([
      { level: 'error', message: expect.stringMatching(/^Node\.js is v20\.19\.0/) },
    ])
    expect(only(findings, 'hash-time')).toMatchObject([
      { level: 'warning', message: expect.stringMatching(/Raise one of them/) },
    ])
    const dear = await found({ ARGON2_PASSES: '10', ARGON2_MEMORY_KIB: '19456' })
    expect([...only(dear, 'node-version'), ...only(dear, 'hash-time')]).toEqual([])
  })

  it('include a hash that takes too long', async () => {
    const elapsed = stopwatch()
    // As slow as a slow machine, on any machine: it hashes again and again until more than half a second is over.
    const slow = async (password: string) => {
      const end = elapsed() + 501
      for (;;) {
        const hashed = await api.deps.hasher.hash(password)
        if (elapsed() > end) return hashed
      }
    }
    expect((await examineHashing({ hash: slow })).map(remember)).toMatchObject([
      {
        rule: 'hash-time',
        level: 'warning',
        message: expect.stringMatching(/takes \d{3,} ms here\. Lower one of them/),
      },
    ])
  })

  it.each([
    ...['https://localhost', 'https://app.localhost.', 'https://127.0.0.1:8443', 'https://127.1', 'https://0.0.0.0'],
    ...['https://[::1]', 'https://[::ffff:127.0.0.1]', 'https://[::]'],
  ])('include %s, which leads each person to their own machine', APP_URL => {
    const findings = examineAppUrl(readSettings(production({ APP_URL }))).map(remember)
    expect(findings).toMatchObject([
      { rule: 'local-app-url', level: 'warning', message: expect.stringMatching(/^APP_URL: .* Write the address/) },
    ])
    expect(examineAppUrl(readSettings({ APP_URL }))).toEqual([])
  })

  it('include that among all that is examined', async () => {
    expect(only(await found(production()), 'local-app-url')).toMatchObject([{ level: 'warning' }])
  })

  it.each(['https://app.example.com', 'https://localhost.example.com', 'https://10.1.2.3', 'https://[fd00::1]'])(
    'are right with %s',
    APP_URL => expect(examineAppUrl(readSettings(production({ APP_URL })))).toEqual([]),
  )

  it('include a DATA_DIR that cannot be used', async () => {
    const findings = await found({ DATABASE_URL: '', DATA_DIR: '/dev/null/latchkey' })
    expect(only(findings, 'data-dir')).toMatchObject([{ level: 'error' }])
  })

  it('include a secret without a backup, until its fingerprint is written', async () => {
    const secrets = 'kV9o3wX5pQ8mT2zR7bN4cJ6hL1sD0fGa,another secret that is long enough to be one'
    const [first = '', second = ''] = secrets.split(',')
    const backup = async (environment: Record<string, string>) =>
      only(await found(production({ APP_SECRET: secrets, ...environment })), 'secret-backup')
    expect(await backup({})).toMatchObject([{ level: 'warning', message: expect.stringMatching(/it is not set/) }])
    expect(await backup({ APP_SECRET_BACKUP: fingerprintOf(second) })).toMatchObject([
      { message: expect.stringMatching(/another secret/) },
    ])
    expect(await backup({ APP_SECRET_BACKUP: fingerprintOf(first) })).toEqual([])
  })
})

describe('the database', () => {
  it('is away, is another one, or has settings that are unsafe', async () => {
    const away = await found({ DATABASE_URL: 'postgresql://127.0.0.1:1/x' })
    expect(only(away, 'database-outage')).toMatchObject([
      { level: 'error', message: expect.stringMatching(/^DATABASE_URL: /) },
    ])
    const other = Object.assign(new URL(api.url), { pathname: '/postgres' }).href
    expect(only(await found({ DATABASE_DIRECT_URL: other }), 'different-servers')).toMatchObject([{ level: 'error' }])
    const hostile = `${api.url}${api.url.includes('?') ? '&' : '?'}options=-c%20TimeZone%3DAsia/Kolkata`
    expect(only(await found({ DATABASE_URL: hostile }), 'database-settings')).toMatchObject([
      { level: 'error', message: expect.stringContaining('TimeZone') },
    ])
  })

  it('lacks migrations, or has those of a newer version', async () => {
    const old = await startTestApi(inject('template'))
    onTestFinished(() => old.close())
    const last = '(select max(migration_name) from _prisma_migrations)'
    await old.db.$executeRawUnsafe(
      `update _prisma_migrations set migration_name = 'a newer one' where migration_name = ${last}`,
    )
    const newer = await found({ DATABASE_URL: old.url })
    expect(only(newer, 'foreign-migrations')).toMatchObject([
      { level: 'error', message: expect.stringMatching(/a newer version/) },
    ])
    await old.db.$executeRawUnsafe(`delete from _prisma_migrations where migration_name = 'a newer one'`)
    expect(only(await found({ DATABASE_URL: old.url }), 'pending-migrations')).toMatchObject([
      { level: 'warning', message: expect.stringMatching(/^1 migrations wait/) },
    ])
  })

  it('has a role that may do too much, and then one that may do too little beside another that reads secrets', async () => {
    expect(only(await found({}), 'role-may-too-much')).toMatchObject([
      { message: expect.stringMatching(/, or one that it may become, is a superuser/) },
    ])
    const owner = await startTestApi(inject('template'))
    onTestFinished(() => owner.close())
    const role = await limitedTo('latchkey_api', owner.url)
    onTestFinished(() => role.drop())
    const other = await limitedTo('latchkey_product', owner.url)
    onTestFinished(() => other.drop())
    await owner.db.$executeRawUnsafe('grant select on passwords to latchkey_product')
    await owner.db.$executeRawUnsafe('revoke insert on sessions from latchkey_api')
    const findings = await found({ DATABASE_URL: role.url, DATABASE_DIRECT_URL: owner.url })
    expect(only(findings, 'role-may-too-much')).toEqual([])
    expect(only(findings, 'role-lacks-rights')).toMatchObject([
      { level: 'error', message: expect.stringMatching(/insert on public\.sessions/) },
    ])
    expect(only(findings, 'rights-of-others')).toMatchObject([
      { level: 'warning', message: expect.stringMatching(/latchkey_product/) },
    ])
  })

  it('has another time than this machine', async () => {
    const opened = await openDeps(readSettings({ DATABASE_URL: api.url }), { clock: movableClock() })
    onTestFinished(() => opened.close())
    const findings = (await examineDatabase(opened)).map(remember)
    expect(only(findings, 'clock-skew')).toMatchObject([
      { message: expect.stringMatching(/^This machine's clock is \d+\.\d s behind/) },
    ])
    expect(only(await found({}), 'clock-skew')).toEqual([])
  })

  it('is reached through a pooler that loses announcements', async () => {
    const findings = await found({ DATABASE_DIRECT_URL: await poolingProxy(api.url) })
    expect(only(findings, 'announcements-lost')).toMatchObject([{ level: 'warning' }])
    expect(only(await found({}), 'announcements-lost')).toEqual([])
  })

  it('is the embedded one in production', async () => {
    const DATA_DIR = await temporaryDataDir({ hasCluster: true })
    const findings = await found(production({ DATABASE_URL: '', DATA_DIR }))
    expect(only(findings, 'embedded-database')).toMatchObject([{ level: 'warning' }])
  })
})

describe('mail', () => {
  const withMail = async (script: Script, sendTo?: string, environment = {}) => {
    const server = await startScriptedSmtp(script)
    onTestFinished(() => server.close())
    const SMTP_URL = server.url.replace('//', '//user:secret@')
    return found({ SMTP_URL, MAIL_FROM: 'no-reply@latchkey.dev', ...environment }, { sendTo })
  }

  it('is refused at the login', async () => {
    const findings = only(await withMail({ AUTH: '535 5.7.8 No such user' }), 'mail-server')
    expect(findings).toMatchObject([
      { level: 'error', message: expect.stringMatching(/^SMTP_URL: the server refused the login/) },
    ])
    expect(findings[0]?.message).not.toContain('secret')
  })

  it.each([
    [{ MAIL: '550 5.7.1 You may not send as this address' }, /^MAIL_FROM: the server refused this sender/],
    [{ RCPT: '550 5.1.1 No such person' }, /refused the test mail for good: 550 5\.1\.1/],
  ])('shows only by a test mail whether the sender is accepted: %j', async (script, message) => {
    const refused = only(await withMail(script, 'ada@example.com'), 'mail-sender')
    expect(refused).toMatchObject([{ level: 'error', message: expect.stringMatching(message) }])
    expect(only(await withMail(script), 'mail-sender')).toMatchObject([{ level: 'note' }])
    expect(only(await withMail({}, 'ada@example.com'), 'mail-sender')).toEqual([])
  })

  it('comes from a domain that cannot answer', async () => {
    const findings = only(
      await withMail({}, undefined, production({ SMTP_URL: '', MAIL_FROM: 'a@example.com' })),
      'settings',
    )
    expect(findings).not.toEqual([])
    const server = await startScriptedSmtp({})
    onTestFinished(() => server.close())
    const reserved = await found(production({ SMTP_URL: server.url, MAIL_FROM: 'a@example.com' }))
    expect(only(reserved, 'mail-sender').map(({ level }) => level)).toEqual(['warning', 'note'])
  })
})

describe('a provider to sign in with', async () => {
  const redirectUri = 'http://localhost:4000/api/sessions/with/sso/callback'
  const provider = await startProvider({ redirectUris: [redirectUri], pushes: true })
  afterAll(() => provider.close())
  const sso = provider.environment('SSO')
  const examined = async (environment: Record<string, string>) =>
    (await examineProviders({ settings: readSettings({ ...sso, ...environment }), clock: api.clock })).map(remember)

  it('is right, and the address to register there is printed', async () => {
    const findings = await found(sso)
    expect(only(findings, 'provider')).toEqual([])
    expect(only(findings, 'provider-callback')).toMatchObject([
      { level: 'note', message: `OIDC_SSO: register this address at Sso: ${redirectUri}` },
    ])
    expect(await examined({ OIDC_SSO_DISABLED: 'true' })).toEqual([])
  })

  it.each<[string, Record<string, string>, string, RegExp]>([
    [
      'does not answer',
      { OIDC_SSO_ISSUER: 'http://127.0.0.1:1' },
      'warning',
      /127\.0\.0\.1:1 does not answer \(ECONNREFUSED\)/,
    ],
    [
      'has another issuer',
      { OIDC_SSO_ISSUER: provider.issuer.replace('127.0.0.1', 'localhost') },
      'error',
      /another issuer.+write what stands there as "issuer"/,
    ],
    [
      'does not know the secret',
      { OIDC_SSO_CLIENT_SECRET: 'hidden' },
      'error',
      /unauthorized.+Compare the id, the secret/,
    ],
    [
      'does not know the address',
      { APP_URL: 'http://localhost:5000' },
      'error',
      /Compare the id, the secret and the address/,
    ],
    [
      'has a private address',
      { OIDC_SSO_ISSUER: 'https://127.0.0.1:1', OIDC_ALLOW_PRIVATE_ADDRESSES: '' },
      'error',
      /a private address.+OIDC_ALLOW_PRIVATE_ADDRESSES=true/,
    ],
  ])('%s', async (_what, environment, level, message) => {
    const findings = only(await examined(environment), 'provider')
    expect(findings).toMatchObject([{ level, message: expect.stringMatching(message) }])
    expect(findings[0]?.message).toMatch(/^OIDC_SSO_ISSUER: /)
    expect(findings[0]?.message).not.toContain('hidden')
  })
})

describe('the proxy', () => {
  /** Forwards to a server that trusts loopback, with headers as `change` leaves them. */
  async function through(change: (headers: Record<string, string>) => void) {
    let target = 0
    const proxy = createServer((incoming, outgoing) => {
      const headers: Record<string, string> = { ...(incoming.headers as Record<string, string>) }
      change(headers)
      const onward = request({ port: target, method: incoming.method, path: incoming.url, headers }, answer => {
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers)
        answer.pipe(outgoing)
      })
      incoming.pipe(onward)
    }).listen(0, '127.0.0.1')
    await new Promise(resolve => proxy.once('listening', resolve))
    onTestFinished(() => void proxy.close())
    const APP_URL = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
    const server = await replicaOf(api, { environment: { APP_URL, TRUST_PROXY: 'loopback' } })
    await server.app.listen({ port: 0, host: '127.0.0.1' })
    target = (server.app.server.address() as AddressInfo).port
    return (await examineProxy(server.deps)).map(remember)
  }
  const client = '198.51.100.4'
  const right = (headers: Record<string, string>) =>
    Object.assign(headers, {
      'x-forwarded-proto': 'https',
      'x-forwarded-for': `${headers['x-forwarded-for']}, ${client}`,
    })

  it('is right', async () => {
    expect(await through(right)).toEqual([])
  })

  it('does not say the scheme', async () => {
    const findings = await through(headers => delete right(headers)['x-forwarded-proto' as never])
    expect(findings).toMatchObject([
      { rule: 'proxy-scheme', level: 'error', message: expect.stringMatching(/arrived as http/) },
    ])
  })

  it.each([
    ['a client may write', undefined, /a client could choose its own address/],
    ['is missing', '', /every client counts as 127\.0\.0\.1/],
    ['is that of another proxy', '198.51.100.4, 10.1.2.3', /counts as 10\.1\.2\.3/],
  ])('passes on an address that %s', async (_what, given, message) => {
    const findings = await through(headers => {
      const sent = headers['x-forwarded-for'] ?? ''
      right(headers)
      headers['x-forwarded-for'] = given ?? sent
      if (given === '') delete headers['x-forwarded-for']
    })
    expect(findings).toMatchObject([{ rule: 'proxy-address', message: expect.stringMatching(message) }])
  })

  it('cannot be examined from inside of its own networks', async () => {
    const findings = await through(headers =>
      Object.assign(right(headers), { 'x-forwarded-for': headers['x-forwarded-for']?.replace(client, '127.0.0.9') }),
    )
    expect(findings).toMatchObject([
      { rule: 'proxy-address', level: 'note', message: expect.stringMatching(/127\.0\.0\.9.+from outside/) },
    ])
  })

  it('changes the host', async () => {
    const findings = await through(headers => void Object.assign(right(headers), { host: 'app:4000' }))
    expect(findings).toMatchObject([
      { rule: 'proxy-host', level: 'warning', message: expect.stringMatching(/arrived as app:4000/) },
    ])
  })

  it('leads to another program, or to none', async () => {
    const APP_URL = `https://127.0.0.1:${await freePort()}`
    expect(only(await found({ APP_URL }), 'app-url')).toMatchObject([
      { level: 'warning', message: expect.stringMatching(/ECONNREFUSED/) },
    ])
    const other = createServer((_request, response) => void response.end('<p>Hello</p>')).listen(0, '127.0.0.1')
    await new Promise(resolve => other.once('listening', resolve))
    onTestFinished(() => void other.close())
    const { deps } = await replicaOf(api, {
      environment: { APP_URL: `http://127.0.0.1:${(other.address() as AddressInfo).port}` },
    })
    expect(await examineProxy(deps)).toMatchObject([
      { rule: 'app-url', level: 'error', message: expect.stringMatching(/answered 200/) },
    ])
  })
})

describe('security fixes', () => {
  const root = path.resolve(import.meta.dirname, '../../../../../..')
  async function clone(): Promise<{ upstream: string; folder: string }> {
    const [upstream, folder] = [await mkdtemp(path.join(tmpdir(), 'up-')), await mkdtemp(path.join(tmpdir(), 'clone-'))]
    for (const each of [upstream, folder]) onTestFinished(() => rm(each, { recursive: true }))
    return { upstream, folder }
  }
  const git = (folder: string, ...args: string[]) =>
    execFileSync('git', ['-C', folder, '-c', 'user.name=A', '-c', 'user.email=a@example.com', ...args])

  it('are each in the changelog, under Security of their version', async () => {
    const file = (name: string) => readFile(path.join(root, name), 'utf8')
    const changelog = await file('CHANGELOG.md')
    for (const { version } of Fixes.parse(JSON.parse(await file('security-fixes.json')))) {
      const [, section = ''] = changelog.split(`## [${version}]`)
      expect(section.split(/^## \[/m)[0]).toContain('### Security')
    }
  })

  it('that upstream has and this clone lacks are named, with the version', async () => {
    const { upstream, folder } = await clone()
    const ours = await readFile(path.join(root, 'security-fixes.json'), 'utf8')
    const more = { id: 'LK-2030-001', version: '1.2.3', severity: 'high', title: 'A door stood open.' }
    await writeFile(path.join(upstream, 'security-fixes.json'), JSON.stringify([...JSON.parse(ours), more]))
    git(upstream, 'init', '-q')
    git(upstream, 'add', '.')
    git(upstream, 'commit', '-qm', 'Fix it')
    await writeFile(path.join(folder, 'security-fixes.json'), ours)
    git(folder, 'init', '-q')
    expect(only(await found({}, { clone: folder }), 'missing-fixes')).toMatchObject([
      { level: 'note', message: expect.stringContaining('remote "upstream"') },
    ])
    git(folder, 'remote', 'add', 'upstream', upstream)
    expect(only(await found({}, { clone: folder }), 'missing-fixes')).toEqual([
      {
        rule: 'missing-fixes',
        level: 'warning',
        message: 'LK-2030-001 (high): A door stood open. Version 1.2.3 has it: pnpm latchkey upgrade v1.2.3',
      },
    ])
  })
  it('cannot be compared in a container, which has no clone: the note says where to run it', async () => {
    const { folder } = await clone()
    expect(await examineFixes(folder)).toMatchObject([
      { rule: 'missing-fixes', level: 'note', message: expect.stringContaining('Run it in the clone') },
    ])
  })
  it('are asked for without a prompt', async () => {
    const { upstream, folder } = await clone()
    const [ssh, asked] = [path.join(upstream, 'ssh'), path.join(upstream, 'asked')]
    await writeFile(ssh, `#!/bin/sh\necho "$* $GIT_TERMINAL_PROMPT [$GIT_ASKPASS]" > ${asked}\nexit 1\n`, {
      mode: 0o700,
    })
    vi.stubEnv('GIT_SSH_COMMAND', ssh)
    onTestFinished(() => void vi.unstubAllEnvs())
    git(folder, 'init', '-q')
    git(folder, 'remote', 'add', 'upstream', 'ssh://git@latchkey.invalid/latchkey.git')
    expect(await examineFixes(folder)).toMatchObject([{ rule: 'missing-fixes', level: 'note' }])
    expect(await readFile(asked, 'utf8')).toMatch(/^-oBatchMode=yes .+ 0 \[\]\n$/)
  })
})
