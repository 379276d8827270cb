import { generateKeyPairSync } from 'node:crypto'
import { existsSync, statSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { isProviderVariable } from '../apps/api/src/platform/settings/provider-values.ts'
import { readSettings, settingNames } from '../apps/api/src/platform/settings/settings.ts'
import { live, ready } from '../packages/contracts/src/platform/health.ts'
import { read } from './files.ts'

interface Service {
  image: string
  build?: { target?: string }
  tmpfs?: string[]
  command?: string[]
  user?: string
  environment?: Record<string, string | null>
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

/** Unset, the path of a file, or the operator's own value. The one address given here holds no password. */
const isNoSecret = (value: string | null) =>
  value === null ||
  value.startsWith('/run/latchkey/') ||
  /^\$\{SMTP_URL:-(smtp:\/\/mail:1025\?requireTLS=false)?\}$/.test(value)

it('every variable that it names is a setting, or explained on the page', () => {
  const own = ['DOMAIN', 'BACKUP_HOURS', 'BACKUP_KEEP']
  const named = new Set([...text.matchAll(/(?<!\$)\$\{(\w+)/g)].map(([, name = '']) => name))
  const page = read('../docs/deploy.md')
  for (const name of named) expect([...settingNames, ...own], name).toContain(name)
  for (const name of own) expect(page, name).toContain(name)
})

it('every setting reaches the API, and nothing else does; the database’s addresses are in the file of secrets', () => {
  const inFile = ['DATABASE_URL', 'DATABASE_DIRECT_URL']
  const names = Object.keys(api?.environment ?? {}).filter(name => !isProviderVariable(name))
  expect(names.sort()).toEqual(settingNames.filter(name => !inFile.includes(name)).sort())
})

it('each provider that needs no issuer reaches the API by its id and secret, and another one by its issuer too', () => {
  const set = Object.keys(api?.environment ?? {}).filter(isProviderVariable)
  const { providers } = readSettings(Object.fromEntries(set.map(name => [name, exampleFor(name)])))
  expect(providers.map(({ id }) => id)).toEqual(['apple', 'github', 'gitlab', 'google', 'microsoft', 'sso'])
})

const key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
/** What an operator could write. */
function exampleFor(variable: string): string {
  const tenant = '72f988bf-86f1-41af-91ab-2d7cd011db47'
  if (variable.endsWith('_PRIVATE_KEY')) return key.export({ type: 'pkcs8', format: 'pem' }).toString()
  if (variable.endsWith('_ISSUER')) return 'https://login.microsoftonline.com/common/v2.0'
  if (variable.endsWith('_TENANTS')) return tenant
  if (variable.endsWith('_PRESET')) return 'oidc'
  return 'ABC123DEFG'
}

it('what it sets unedited is what production takes', () => {
  const unedited = Object.fromEntries(
    Object.entries(api?.environment ?? {}).map(([name, value]) => [name, value?.replace(/\$\{\w+:-(.*?)\}/, '$1')]),
  )
  const settings = readSettings({ ...unedited, APP_SECRET: 'a secret such as the first start makes' })
  expect(settings).toMatchObject({ production: true, host: '0.0.0.0', port: 4000, trustProxy: ['uniquelocal'] })
  expect(settings.appUrl.origin).toBe('https://localhost')
})

it('the service of the backup is the stage of that name, with the settings of the API, and leaves no volume behind', () => {
  const { backup } = services
  expect([backup?.build?.target, backup?.image]).toEqual(['backup', 'latchkey-backup'])
  expect(backup?.environment).toMatchObject(api?.environment ?? {})
  expect(backup?.volumes).toEqual(['secrets-api:/run/latchkey:ro', 'backups:/backups'])
  expect(backup?.tmpfs).toContain('/var/lib/postgresql')
  for (const command of [backup?.command, backup?.healthcheck.test?.slice(1)])
    expect(existsSync(path.join(import.meta.dirname, '..', command?.[1] ?? '')), String(command)).toBe(true)
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
