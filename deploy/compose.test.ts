import { existsSync, statSync } from 'node:fs'
import path from 'node:path'
import { parseEnv } from 'node:util'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { readSettings, settingNames } from '../apps/api/src/platform/settings/settings.ts'
import { live, ready } from '../packages/contracts/src/platform/health.ts'
import { read } from './files.ts'

interface Service {
  image: string
  build?: { target?: string }
  tmpfs?: string[]
  command?: string[]
  user?: string
  env_file?: { path: string; required: boolean }[]
  environment?: Record<string, string>
  ports?: string[]
  volumes?: (string | { source: string; target: string })[]
  networks?: string[]
  network_mode?: string
  healthcheck: { test?: string[]; disable?: boolean }
  restart?: string
  read_only?: boolean
  cap_drop?: string[]
  cap_add?: string[]
  security_opt?: string[]
  logging?: { options?: Record<string, string> }
  depends_on?: Record<string, { condition: string }>
}
interface Compose {
  services: Record<string, Service>
  networks: Record<string, { internal?: boolean; enable_ipv6?: boolean } | null>
}

const text = read('compose.yaml')
const { services, networks }: Compose = parse(text, { merge: true })
const { api } = services
const oneShots = ['setup', 'migrate']

describe.each(Object.entries(services))('the service %s', (name, service) => {
  it('may write to its volumes only, has no right of root that it does not need, and gets none', () => {
    expect(service).toMatchObject({ read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] })
    const needed: Record<string, string[]> = { setup: ['CHOWN'], caddy: ['NET_BIND_SERVICE'] }
    expect(service.cap_add).toEqual(needed[name])
  })

  it('does not fill the disk with its log, and says whether it is well', () => {
    expect(service.logging?.options).toMatchObject({ 'max-size': expect.any(String), 'max-file': expect.any(String) })
    expect(service.healthcheck.disable === true || service.healthcheck.test).toBeTruthy()
  })

  it('comes back by itself, unless it has only one thing to do', () => {
    const usual = name === 'mail' ? 'on-failure' : 'unless-stopped'
    expect(service.restart).toBe(oneShots.includes(name) ? undefined : usual)
  })

  it('has no secret in its text: passwords are read from files', () => {
    for (const [variable, value] of Object.entries(service.environment ?? {}))
      if (/secret|password|private_key|_url$/i.test(variable) && variable !== 'APP_URL')
        expect([variable, value]).toEqual([variable, expect.toSatisfy(isNoSecret)])
  })
})

/** The path of a file, or the operator's own value. The one address given here holds no password. */
const isNoSecret = (value: string) =>
  value.startsWith('/run/latchkey/') || /^\$\{SMTP_URL:-(smtp:\/\/mail:1025\?requireTLS=false)?\}$/.test(value)

it('every variable that it names is a setting, or explained on the page', () => {
  const own = ['DOMAIN', 'BACKUP_HOURS', 'BACKUP_KEEP']
  const named = new Set([...text.matchAll(/(?<!\$)\$\{(\w+)/g)].map(([, name = '']) => name))
  const page = read('../docs/deploy.md')
  for (const name of named) expect([...settingNames, ...own], name).toContain(name)
  for (const name of own) expect(page, name).toContain(name)
})

it('every container that runs Latchkey reads deploy/.env if it exists, and no other container does', () => {
  for (const [name, { env_file }] of Object.entries(services)) {
    const reads = ['migrate', 'api', 'backup'].includes(name)
    expect(env_file, name).toEqual(reads ? [{ path: '.env', required: false }] : undefined)
  }
})

/** What the API gets with this deploy/.env. Compose lets `environment` win over `env_file`. */
const withFile = (file: NodeJS.Dict<string>) => ({
  ...(api?.env_file && file),
  ...Object.fromEntries(
    Object.entries(api?.environment ?? {}).map(([name, value]) => [
      name,
      value.replace(/\$\{(\w+):-(.*?)\}/g, (_, own: string, usual: string) => file[own] || usual),
    ]),
  ),
})

/** What deploy/.env cannot change, and why. */
const fixed = {
  NODE_ENV: 'the image is for production',
  HOST: 'Caddy is another container',
  PORT: 'Caddy asks this port',
  DATA_DIR: 'the volume `data` is mounted there, and the rest is read-only',
  APP_URL: 'it follows from DOMAIN, which Caddy has too',
}
const example = read('../.env.example')

it('each variable of .env.example, those of providers too, reaches the API as deploy/.env has it; the page names the exceptions', () => {
  const names = [...example.matchAll(/^(?:# )?([A-Z][A-Z0-9_]*)=/gm)].map(([, name = '']) => name)
  expect(names).toEqual(expect.arrayContaining([...settingNames, 'OIDC_SSO_DISABLED', 'OIDC_SSO_TRUST_EMAIL_DOMAINS']))
  const file = Object.fromEntries(names.map(name => [name, `what an operator wrote for ${name}`]))
  const given: NodeJS.Dict<string> = withFile(file)
  expect(names.filter(name => given[name] !== file[name]).sort()).toEqual(Object.keys(fixed).sort())
  const [, paragraph = ''] = /^- \*\*Settings\*\*: (.*)$/m.exec(read('../docs/deploy.md')) ?? []
  for (const name of Object.keys(fixed)) expect(paragraph).toContain(`\`${name}\``)
})

it('what it sets unedited is what production takes, and so is it with a copy of .env.example', () => {
  const secret = { APP_SECRET: 'a secret such as the first start makes' }
  const settings = readSettings({ ...withFile({}), ...secret })
  expect(settings).toMatchObject({ production: true, host: '0.0.0.0', port: 4000, trustProxy: ['uniquelocal'] })
  expect(settings.appUrl.origin).toBe('https://localhost')
  expect(readSettings({ ...withFile(parseEnv(example)), ...secret })).toEqual(settings)
})

it('the service of the backup is the stage of that name, with the settings of the API, and leaves no volume behind', () => {
  const { backup } = services
  expect([backup?.build?.target, backup?.image]).toEqual(['backup', 'latchkey-backup'])
  expect(backup?.environment).toMatchObject(api?.environment ?? {})
  expect(backup?.volumes).toEqual(['secrets-api:/run/latchkey:ro', 'backups:/backups'])
  expect(backup?.tmpfs).toContain('/var/lib/postgresql')
})

it('only Caddy is open to the world; mails that reach no one can be read on this machine only', () => {
  const open = Object.entries(services).flatMap(([name, { ports = [] }]) => ports.map(port => [name, port]))
  expect(open).toEqual([
    ['caddy', '80:80'],
    ['caddy', '443:443'],
    ['caddy', '443:443/udp'],
    ['mail', '127.0.0.1:8025:8025'],
  ])
})

it('only those that need the database can reach it, and its network has no way out', () => {
  const inside = Object.entries(services).flatMap(([name, each]) => (each.networks?.includes('database') ? [name] : []))
  expect(inside).toEqual(['postgres', 'migrate', 'api', 'backup'])
  expect(networks.database).toEqual({ internal: true })
  expect(services.setup?.network_mode).toBe('none')
})

it('Caddy sees the addresses of IPv6 visitors, so that their limits are their own', () => {
  expect(services.caddy?.networks).toEqual(['web'])
  expect(networks.web).toEqual({ enable_ipv6: true })
})

it('secrets come first, then the database, its tables and rights, the API, and Caddy', () => {
  const needs = (name: string) =>
    Object.entries(services[name]?.depends_on ?? {}).map(([on, { condition }]) => [on, condition])
  expect(needs('postgres')).toEqual([['setup', 'service_completed_successfully']])
  expect(needs('migrate')).toEqual([['postgres', 'service_healthy']])
  expect(needs('api')).toContainEqual(['migrate', 'service_completed_successfully'])
  expect(needs('caddy')).toEqual([['api', 'service_healthy']])
  expect(api?.healthcheck.test?.at(-1)).toBe('ready')
  expect(ready.path).toBe(live.path.replace('live', 'ready'))
})

it('programs that it names exist', () => {
  const programs = Object.values(services).flatMap(({ command = [], healthcheck: { test = [] } }) =>
    [...command, ...test].filter(word => /^(deploy|apps)\//.test(word)),
  )
  expect(programs).toContain('deploy/container/with-secrets.sh')
  for (const program of programs) expect(existsSync(path.join(import.meta.dirname, '..', program)), program).toBe(true)
})

it('each file that it mounts exists', () => {
  const mounted = Object.values(services).flatMap(({ volumes = [] }) =>
    volumes.flatMap(volume =>
      typeof volume === 'string' && volume.startsWith('./') ? [volume.split(':')[0] ?? ''] : [],
    ),
  )
  expect(mounted).toEqual(['./compose/create-roles.sh', './Caddyfile', './caddy'])
  for (const file of mounted) expect(existsSync(path.join(import.meta.dirname, file)), file).toBe(true)
})

it.runIf(process.platform !== 'win32')(
  'Postgres runs the script of the roles, and does not read it into its own shell',
  () => {
    expect(statSync(path.join(import.meta.dirname, 'compose/create-roles.sh')).mode & 0o111).toBe(0o111)
  },
)

it('Caddy sends requests to the port that the API listens on', () => {
  expect(read('Caddyfile')).toContain(`reverse_proxy {$UPSTREAM:api:${api?.environment?.PORT}}`)
})
