import { readFileSync } from 'node:fs'
import path from 'node:path'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { describe, expect, it } from 'vitest'
import { runImport } from '../../../../../testing/import.ts'
import { testApi } from '../../../../../testing/test.ts'
import { argon2Hasher } from '../../../../platform/crypto/hasher.ts'

/** Of the example of github.com/firebase/scrypt, whose password and hash the fixtures have too. */
const signerKey = 'jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA=='
const keys = { firebaseSigner: Buffer.from(signerKey, 'base64') }
const hasher = await argon2Hasher({ memoryKib: 7168, passes: 1 }, { keys })
const api = await testApi({ deps: { hasher }, environment: { FIREBASE_SIGNER_KEY: signerKey } })

const password = 'correct horse battery'
const fixtures = path.resolve(import.meta.dirname, '../fixtures')
const load = (file: string, from: string, options: string[] = []) =>
  runImport(api, { file: path.join(fixtures, file) }, from, options)
const find = (email: string) =>
  api.db.user.findUniqueOrThrow({ where: { email }, include: { password: { select: { hash: true } } } })

/** Signs in twice: the first time by the imported hash, which argon2id then replaces. */
async function expectSignsIn(email: string, typed = password) {
  expect((await api.call(signIn, { email, password: `${typed}!` })).problem.code, email).toBe('invalid_credentials')
  for (const time of ['by the imported hash', 'by the new one'])
    expect((await api.call(signIn, { email, password: typed })).status, `${email} ${time}`).toBe(200)
  expect((await find(email)).password?.hash).toMatch(/^\$argon2id\$v=19\$m=7168,t=1,p=1\$/)
}

/** An unproven address has neither password nor name. */
const expectUnproven = async (email: string) =>
  expect(await find(email)).toMatchObject({ name: null, disabledAt: null, password: null })

const expectDisabled = async (email: string) => {
  expect((await find(email)).disabledAt).toBeInstanceOf(Date)
  expect((await api.call(signIn, { email, password })).problem.code).toBe('invalid_credentials')
}

const since2020 = new Date('2020-05-06T07:08:09Z')
const hashOutside =
  '"costs more than a sign-in may cost, or less than the algorithm allows (docs/import.md has the limits)"'

describe('latchkey import', () => {
  it('reads its own format, one JSON object a line', async () => {
    expect(await load('people.ndjson', 'ndjson')).toMatchObject({
      code: 3,
      out: [
        '9 rows  read',
        '4 people  imported',
        '1 of them  without password and name: they prove their address first',
        '5 rows  not imported\n',
      ].join('\n'),
      bad: [
        `4,passwordHash,${hashOutside}`,
        '5,,"has a field that this format does not know"',
        '6,,"is no JSON"',
        '7,email,"is that of line 1 too"',
        '8,createdAt,"is in the future"',
      ],
    })
    expect(await find('ada@own.example')).toMatchObject({ name: 'Ada', language: 'de', createdAt: since2020 })
    await expectSignsIn('ada@own.example')
    await expectDisabled('bob@own.example')
    await expectUnproven('unproven@own.example')
    expect((await find('none@own.example')).password).toBeNull()
  })

  it('reads CSV with a byte order mark, CRLF, quotes, and line breaks in a field', async () => {
    const { bad } = await load('people.csv', 'csv')
    expect(bad).toEqual([
      '5,email,"Enter one address: name@example.com."',
      '6,,"has more or fewer fields than the first line"',
      expect.stringMatching(/^7,name,"/),
      `9,passwordHash,${hashOutside}`,
      '10,email,"Enter one address: name@example.com."',
      '11,emailVerified,"is missing, or has the wrong type"',
    ])
    expect((await find('ada@csv.example')).name).toBe('Lovelace, Ada')
    expect((await find('bob@csv.example')).name).toBe('Bob "the" Builder')
    await expectSignsIn('ada@csv.example')
    await expectSignsIn('bob@csv.example')
    await expectUnproven('unproven@csv.example')
  })

  it("reads Auth0's export of users with the hashes that its support makes", async () => {
    const hashes = ['--hashes', path.join(fixtures, 'auth0-hashes.ndjson')]
    expect((await load('auth0.ndjson', 'auth0', hashes)).bad).toEqual([
      '4,email,"Enter your email address."',
      '6,custom_password_hash,"is of an algorithm that cannot be verified"',
      `7,passwordHash,${hashOutside}`,
    ])
    expect(await find('ada@auth0.example')).toMatchObject({
      ...{ name: 'Ada Lovelace', language: 'de', createdAt: since2020 },
    })
    await expectSignsIn('ada@auth0.example')
    await expectSignsIn('custom@auth0.example')
    await expectUnproven('unproven@auth0.example')
    expect(await find('bob@auth0.example')).toMatchObject({ name: null, disabledAt: expect.any(Date), password: null })
  })

  it("reads Auth0's file of hashes alone", async () => {
    const renamed = readFileSync(path.join(fixtures, 'auth0-hashes.ndjson'), 'utf8')
    await runImport(api, { text: renamed.replaceAll('@auth0.', '@auth0-hashes.') }, 'auth0')
    await expectSignsIn('ada@auth0-hashes.example')
    await expectSignsIn('identified@auth0-hashes.example')
    await expectUnproven('unproven@auth0-hashes.example')
  })

  it.each([
    ['JSON', 'firebase.json', '@firebase.', [expect.stringMatching(/^\d+,email,/), expect.stringMatching(/^\d+,/)]],
    ['CSV', 'firebase.csv', '@firebase-csv.', [expect.stringMatching(/^5,email,/), expect.stringMatching(/^6,/)]],
  ])('reads %s of firebase auth:export', async (_, file, domain, bad) => {
    const parameters = ['--mem-cost', '14', '--rounds', '8', '--salt-separator', 'Bw==']
    const { bad: listed } = await load(file, 'firebase', parameters)
    expect(listed).toEqual(bad)
    expect(listed[1]).toMatch(/,passwordHash,"has another length than FIREBASE_SIGNER_KEY/)
    const ada = await find(`ada${domain}example`)
    expect(ada.createdAt).toEqual(new Date(1_486_324_027_000))
    expect(ada.password?.hash).not.toContain(signerKey.slice(0, 20))
    await expectSignsIn(ada.email, 'user1password')
    await expectDisabled(`bob${domain}example`)
    await expectUnproven(`unproven${domain}example`)
    expect(await find(`google${domain}example`)).toMatchObject({ name: 'Grace', password: null })
  })

  it.each([
    ['CSV', 'supabase.csv', 'supabase'],
    ['the output of pg_dump', 'supabase.sql', 'dump'],
  ])("reads Supabase's auth.users as %s", async (_, file, domain) => {
    const { out, bad } = await load(file, 'supabase')
    expect(out).toContain('1 rows  are no people')
    expect(bad.map(each => each.replace(/^\d+/, ''))).toEqual([
      ',deleted_at,"says that the person was deleted there"',
      `,passwordHash,${hashOutside}`,
    ])
    expect(await find(`ada@${domain}.example`)).toMatchObject({
      name: 'Ada, Äda',
      createdAt: new Date('2020-05-06T07:08:09.123Z'),
    })
    await expectSignsIn(`ada@${domain}.example`)
    await expectDisabled(`bob@${domain}.example`)
    for (const each of ['unproven', 'auto', 'sso']) await expectUnproven(`${each}@${domain}.example`)
  })

  it("reads the CSV of Clerk's dashboard", async () => {
    expect((await load('clerk.csv', 'clerk')).bad).toEqual([
      '7,password_hasher,"is one that cannot be verified"',
      '8,email,"Enter your email address."',
      `9,passwordHash,${hashOutside}`,
    ])
    expect((await find('ada@clerk.example')).name).toBe('Ada Lovelace')
    for (const each of ['ada', 'django', 'pbkdf2']) await expectSignsIn(`${each}@clerk.example`)
    expect((await api.call(signIn, { email: 'argon2@clerk.example', password })).status).toBe(200)
    await expectUnproven('unproven@clerk.example')
  })

  it('reads a realm of Keycloak', async () => {
    const { out, bad } = await load('keycloak.json', 'keycloak')
    expect(out).toContain('1 rows  are no people')
    expect(bad.map(each => each.replace(/^\d+/, ''))).toEqual([
      `,passwordHash,${hashOutside}`,
      ',email,"Enter your email address."',
    ])
    expect(await find('ada@keycloak.example')).toMatchObject({
      ...{ name: 'Ada Lovelace', language: 'de', createdAt: new Date(1_588_748_889_000) },
    })
    for (const each of ['ada', 'sha512']) await expectSignsIn(`${each}@keycloak.example`)
    expect((await api.call(signIn, { email: 'argon2@keycloak.example', password })).status).toBe(200)
    await expectDisabled('bob@keycloak.example')
    await expectUnproven('unproven@keycloak.example')
  })

  it('reads what manage.py dumpdata of Django writes, whose addresses only you can trust', async () => {
    const { out, bad } = await load('django.json', 'django', ['--trust-addresses'])
    expect(out).toContain('1 rows  are no people')
    expect(bad.map(each => each.replace(/^\d+/, ''))).toEqual([
      ',passwordHash,"has no form that can be verified (docs/import.md lists them)"',
      `,passwordHash,${hashOutside}`,
      ',email,"Enter your email address."',
    ])
    expect((await find('ada@django.example')).name).toBe('Ada Lovelace')
    for (const each of ['ada', 'bcrypt', 'bcryptsha', 'scrypt', 'sha1']) await expectSignsIn(`${each}@django.example`)
    expect((await api.call(signIn, { email: 'argon2@django.example', password })).status).toBe(200)
    await expectDisabled('bob@django.example')
    expect((await find('unusable@django.example')).password).toBeNull()
  })

  it("reads CSV of Django's table auth_user", async () => {
    await load('django.csv', 'django')
    await expectUnproven('ada@django-csv.example')
    await expectUnproven('bob@django-csv.example')
  })
})
