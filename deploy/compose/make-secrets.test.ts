import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseEnv } from 'node:util'
import { describe, expect, it, onTestFinished } from 'vitest'
import { readSettings } from '../../apps/api/src/platform/settings/settings.ts'
import { makeSecrets } from './make-secrets.ts'

const names = ['database/superuser', 'database/owner', 'database/api', 'api/settings.env']
const isPosix = process.platform !== 'win32'

async function machine() {
  const root = await mkdtemp(path.join(tmpdir(), 'latchkey-secrets-'))
  onTestFinished(() => rm(root, { recursive: true }))
  const at = (name: string) => path.join(root, name)
  const uid = process.getuid?.() ?? -1
  const read = () => Promise.all(names.map(name => readFile(at(name), 'utf8')))
  return {
    at,
    read,
    make: () =>
      makeSecrets({ api: { path: at('api'), uid }, database: { path: at('database'), uid }, data: at('data') }),
    /** APP_SECRET and the three passwords. */
    async secrets() {
      const [superuser, owner, api, settings = ''] = await read()
      return [parseEnv(settings).APP_SECRET, superuser, owner, api]
    },
  }
}

it('each secret has 32 random bytes, and none is another one, here or on the next machine', async () => {
  const [one, two] = [await machine(), await machine()]
  expect([await one.make(), await two.make()]).toEqual([true, true])
  const all = [...(await one.secrets()), ...(await two.secrets())]
  for (const secret of all) expect(Buffer.from(secret ?? '', 'base64url')).toHaveLength(32)
  expect(new Set(all).size).toBe(8)
})

it.runIf(isPosix)('only their owner may read them, and nothing else is left', async () => {
  const { make, at } = await machine()
  await make()
  for (const name of names) expect([name, (await stat(at(name))).mode & 0o777]).toEqual([name, 0o600])
  expect([await readdir(at('api')), await readdir(at('database'))]).toEqual([
    ['settings.env'],
    ['api', 'owner', 'superuser'],
  ])
})

it('what was made is never made again', async () => {
  const { make, read } = await machine()
  await make()
  const before = await read()
  expect(await make()).toBe(false)
  expect(await read()).toEqual(before)
})

it('two that run at once agree', async () => {
  const { make, secrets } = await machine()
  await Promise.all([make(), make()])
  const [, , owner = '', api = ''] = await secrets()
  expect(new Set(await secrets()).size).toBe(4)
  expect(owner).not.toBe(api)
})

it('a start that was cut off goes on with what it had made', async () => {
  const { make, at, read, secrets } = await machine()
  await make()
  const before = await read()
  await rm(at('api/settings.env'))
  await rm(at('database/api'))
  expect(await make()).toBe(true)
  expect((await read()).slice(0, 2)).toEqual(before.slice(0, 2))
  const [, , owner, api] = await secrets()
  const { DATABASE_URL, DATABASE_DIRECT_URL } = parseEnv(await readFile(at('api/settings.env'), 'utf8'))
  expect([new URL(DATABASE_URL ?? '').password, new URL(DATABASE_DIRECT_URL ?? '').password]).toEqual([api, owner])
})

it.each(names)('a database with data gets no new secret: %s is missing', async name => {
  const { make, at } = await machine()
  await make()
  await mkdir(at('data/18/docker'), { recursive: true })
  expect(await make()).toBe(false)
  await rm(at(name))
  await expect(make()).rejects.toThrow(new RegExp(`The database has data, but \\S*${path.basename(name)} is missing`))
  await expect(stat(at(name))).rejects.toThrow('ENOENT')
})

it('the settings are such as production takes', async () => {
  const { make, at } = await machine()
  await make()
  const made = parseEnv(await readFile(at('api/settings.env'), 'utf8'))
  const others = { NODE_ENV: 'production', APP_URL: 'https://localhost', TRUST_PROXY: 'uniquelocal' }
  const mail = { SMTP_URL: 'smtp://mail:1025?requireTLS=false', MAIL_FROM: 'no-reply@localhost' }
  const settings = readSettings({ ...made, ...others, ...mail })
  expect(settings.appSecrets).toEqual([made.APP_SECRET])
  expect(settings.databaseUrl).toMatch(/^postgres:\/\/api:/)
  expect(settings.databaseDirectUrl).toMatch(/^postgres:\/\/latchkey:/)
})

it('a file of the person’s own stays as it is', async () => {
  const { make, at } = await machine()
  await mkdir(at('database'))
  await writeFile(at('database/owner'), 'chosen')
  await make()
  expect(await readFile(at('database/owner'), 'utf8')).toBe('chosen')
})

describe.runIf(isPosix)('from the saved settings', () => {
  const restore = (root: string, saved: string) =>
    spawnSync('sh', [path.join(import.meta.dirname, 'restore-secrets.sh')], {
      env: { PATH: process.env.PATH, SECRETS: root },
      input: saved,
      encoding: 'utf8',
    })

  it('the secrets of a database come back, and nothing new is made', async () => {
    const { make, at, read } = await machine()
    await make()
    const before = await read()
    await mkdir(at('data/18/docker'), { recursive: true })
    for (const name of names) await rm(at(name))
    expect(restore(at(''), before[3] ?? '')).toMatchObject({ status: 0, stderr: '' })
    expect(await make()).toBe(false)
    const [superuser, ...others] = await read()
    expect([others[0], others[1], parseEnv(others[2] ?? '')]).toEqual([before[1], before[2], parseEnv(before[3] ?? '')])
    expect(superuser).toHaveLength(45)
    for (const name of names) expect([name, (await stat(at(name))).mode & 0o777]).toEqual([name, 0o600])
  })

  it('a file that is not the saved one changes nothing', async () => {
    const { make, at, read } = await machine()
    await make()
    const before = await read()
    for (const saved of ['', 'APP_SECRET=a secret', before[3]?.replace(/^APP_SECRET=.*$/m, '') ?? '']) {
      const { status, stderr } = restore(at(''), saved)
      expect([status, stderr]).toEqual([1, expect.stringContaining('Nothing was written.')])
    }
    expect(await read()).toEqual(before)
  })
})
