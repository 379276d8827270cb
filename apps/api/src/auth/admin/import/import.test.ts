import { readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { forgotPassword, resetPassword } from '@latchkey/contracts/auth/recovery'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { signUp, verify } from '@latchkey/contracts/auth/sign-up'
import { describe, expect, it } from 'vitest'
import { runImport, runLatchkey, temporaryFolder } from '../../../../testing/import.ts'
import { mailTo, secretIn } from '../../../../testing/mails.ts'
import { testApi } from '../../../../testing/test.ts'
import { argon2Hasher } from '../../../platform/crypto/hasher.ts'
import { sealEvents } from '../../audit-log/chain/service.ts'
import { verifyChain } from '../../audit-log/chain/verify.ts'

const api = await testApi({ deps: { hasher: await argon2Hasher({ memoryKib: 7168, passes: 1 }) } })
const password = 'correct horse battery'
// Made by libxcrypt.
const passwordHash = '$2b$05$abcdefghijklmnopqrstuuD3mHdCr44zlIZ.VZCaYRpfQhXMYnEo.'
const newAddress = () => `${crypto.randomUUID()}@example.com`
const proven = (email = newAddress()) => ({ email, emailVerified: true, passwordHash })
const linesOf = (...rows: object[]) => ({ text: rows.map(row => `${JSON.stringify(row)}\n`).join('') })
const importRows = (rows: object[], options: string[] = []) => runImport(api, linesOf(...rows), 'ndjson', options)
const find = (email: string) => api.db.user.findUnique({ where: { email }, include: { password: true } })
const countUsers = () => api.db.user.count()
const signInStatus = async (email: string, typed = password) =>
  (await api.call(signIn, { email, password: typed })).status

describe('latchkey import', () => {
  it('changes nothing in a dry run, and says what a real one then does', async () => {
    const owner = await api.createUser()
    const rows = [proven(), { ...proven(), emailVerified: false }, proven(owner.email), { email: 'nobody' }]
    const before = [await countUsers(), await api.db.auditEvent.count()]
    const dry = await importRows(rows, ['--dry-run'])
    expect([await countUsers(), await api.db.auditEvent.count()]).toEqual(before)
    const real = await importRows(rows)
    expect(dry.out.replaceAll(/would (not )?be imported/g, (_, not) => `${not ?? ''}imported`)).toBe(real.out)
    expect([dry.bad, dry.code]).toEqual([real.bad, real.code])
    expect(real.bad).toEqual([
      '4,email,"Enter one address: name@example.com."',
      '3,email,"has an account here already"',
    ])
  })

  it('is repeatable: it counts those it imported before, and changes none of them', async () => {
    const rows = [proven(), proven()]
    expect(await importRows(rows)).toMatchObject({ code: 0, err: '', bad: [] })
    const imported = await find(rows[0]?.email ?? '')
    await api.db.user.update({ where: { id: imported?.id ?? '' }, data: { name: 'Chosen since' } })
    const changed = rows.map(row => ({ ...row, name: 'Of the file', passwordHash: null, disabled: true }))
    const again = await importRows([...changed, proven()])
    expect(again).toMatchObject({ code: 0, err: '' })
    expect(again.out).toContain('1 people  imported\n2 people  imported before, and left as they are\n')
    expect(await find(rows[0]?.email ?? '')).toMatchObject({
      ...{ name: 'Chosen since', disabledAt: null, password: { hash: passwordHash } },
    })
  })

  it('never overwrites an account that somebody has', async () => {
    const owner = await api.createUser()
    const before = await find(owner.email)
    const { code, bad } = await importRows([{ ...proven(owner.email.toUpperCase()), name: 'Mallory' }])
    expect([code, bad]).toEqual([3, ['1,email,"has an account here already"']])
    expect(await find(owner.email)).toEqual(before)
  })

  it('takes an address once, where two imports run at the same time', async () => {
    const rows = Array.from({ length: 300 }, () => proven())
    const both = await Promise.all([importRows(rows), importRows(rows.toReversed())])
    const added = both.map(({ out }) => Number(/(\d+) people {2}imported\n/.exec(out)?.[1]))
    expect((added[0] ?? 0) + (added[1] ?? 0)).toBe(300)
    const emails = rows.map(({ email }) => email)
    expect(await api.db.user.count({ where: { email: { in: emails } } })).toBe(300)
    expect(await api.db.auditEvent.count({ where: { address: { in: emails }, kind: 'account_imported' } })).toBe(300)
  })

  it('refuses the second of two rows with one address, however it is written', async () => {
    const email = newAddress()
    const rows = [
      ...[proven(email), { ...proven(), email: ` ${email.toUpperCase()}\u200b` }],
      ...[proven('ada@münchen.example'), proven('ada@xn--mnchen-3ya.example')],
    ]
    expect((await importRows(rows)).bad).toEqual(['2,email,"is that of line 1 too"', '4,email,"is that of line 3 too"'])
  })

  it('refuses addresses and names that would be taken for others, or that cannot be stored', async () => {
    const [cyrillic, nul, lone, bell] = ['p\u0430ypal@example.com', 'a\0b', '\ud800', 'Ada\u0007']
    const rows = [
      proven(cyrillic),
      { ...proven(), email: `ada\0@example.com` },
      { ...proven(), email: `ada@example.com\nbcc: eve@example.com` },
      ...[nul, lone, bell, 'Ada\u202eevil', 'a'.repeat(101)].map(name => ({ ...proven(), name })),
      { ...proven(), passwordHash: `${passwordHash}\0` },
      { ...proven(), language: 'de\0' },
    ]
    const { bad } = await importRows(rows)
    expect(bad.map(each => each.split(',').slice(0, 2).join(' '))).toEqual([
      ...['1 email', '2 email', '3 email'],
      ...['4 name', '5 name', '6 name', '7 name', '8 name', '9 passwordHash'],
    ])
    // The look-alike of another domain is another address.
    await importRows([proven('ada@p\u0430ypal.example')])
    expect(await find('ada@xn--pypal-4ve.example')).not.toBeNull()
  })

  it('takes neither password nor name of an unproven address, whose owner then proves it', async () => {
    const email = newAddress()
    await importRows([{ ...proven(email), emailVerified: false, name: 'Mallory', disabled: true }])
    expect(await find(email)).toMatchObject({ name: null, password: null, disabledAt: null })
    expect(await signInStatus(email)).toBe(401)
    await api.call(forgotPassword, { email })
    const token = secretIn(mailTo(await api.deliver(), email))
    await api.call(resetPassword, { token, password: 'seven lanterns under a bridge' })
    expect(await signInStatus(email)).toBe(401)
    expect(await signInStatus(email, 'seven lanterns under a bridge')).toBe(200)
  })

  it('trusts addresses where told to', async () => {
    const email = newAddress()
    await importRows([{ ...proven(email), emailVerified: false, name: 'Ada' }], ['--trust-addresses'])
    expect(await find(email)).toMatchObject({ name: 'Ada', password: { hash: passwordHash } })
  })

  it('distrusts addresses where told to, and never does both', async () => {
    const email = newAddress()
    await importRows([{ ...proven(email), name: 'Ada', disabled: true }], ['--distrust-addresses'])
    expect(await find(email)).toMatchObject({ name: null, password: null, disabledAt: null })
    const both = await importRows([proven()], ['--distrust-addresses', '--trust-addresses'])
    expect(both).toMatchObject({ code: 2, err: expect.stringContaining('--distrust-addresses') })
  })

  it('imports people without passwords where told to, also those whose hash was refused', async () => {
    const row = { ...proven(), passwordHash: '$1$abc$def' }
    expect((await importRows([row])).bad).toEqual([expect.stringContaining('1,passwordHash,"has no form')])
    expect(await importRows([row], ['--without-passwords'])).toMatchObject({ code: 0 })
    expect(await find(row.email)).toMatchObject({ password: null })
  })

  it('voids what strangers began at the address before', async () => {
    const email = newAddress()
    await api.call(signUp, { email, password: 'the password of a stranger' })
    const token = secretIn(mailTo(await api.deliver(), email))
    await signInStatus(email)
    const counts = await api.db.limit.count()
    await importRows([proven(email)])
    // The failed attempt before does not count against the person.
    expect(await api.db.limit.count()).toBe(counts - 1)
    expect(await signInStatus(email, 'the password of a stranger')).toBe(401)
    expect(await signInStatus(email)).toBe(200)
    // Also when the address is free again.
    await runLatchkey(api, ['user', 'delete', email, '--yes', '--now'])
    expect((await api.call(verify, { token })).status).toBe(400)
    expect(await find(email)).toBeNull()
  })

  it('records an event of each person, which the chain seals, and sends no mail', async () => {
    const rows = Array.from({ length: 1201 }, () => proven())
    await api.deliver()
    await importRows(rows)
    expect(await api.deliver()).toEqual([])
    await sealEvents(api.deps)
    expect((await verifyChain(api.deps)).broken).toBeNull()
    const { id } = (await find(rows.at(-1)?.email ?? '')) ?? {}
    const { out } = await runLatchkey(api, ['audit', 'list', '--user', id ?? ''])
    expect(out).toMatch(/^\S+Z {2}account_imported {2}1 {2}\S+ {2}\S+@example\.com {2}- {2}- {2}- {2}-\n$/)
    expect(await api.db.auditEvent.count({ where: { userId: id ?? '' } })).toBe(1)
  })

  it('lists bad rows in a new file that only its owner reads, without a value of the file', async () => {
    const secrets = ['hunter2hunter2', `$2b$31$${passwordHash.slice(7)}`, 'mallory@secret.example']
    const { list, bad, out, err } = await importRows([
      { ...proven(), passwordHash: secrets[0] },
      { ...proven(), passwordHash: secrets[1] },
      { ...proven('Mallory <mallory@secret.example>'), [secrets[0] ?? '']: secrets[1] },
      { email: { [secrets[0] ?? '']: secrets[1] }, emailVerified: secrets[1] },
    ])
    expect(bad).toHaveLength(4)
    for (const secret of secrets) for (const text of [...bad, out, err]) expect(text).not.toContain(secret)
    expect((await stat(list)).mode & 0o777).toBe(0o600)
    const again = await runLatchkey(api, ['import', list, '--from', 'ndjson', '--bad', list])
    expect(again).toMatchObject({ code: 1, err: `latchkey: ${list} exists already. Name a new file.\n` })
    expect(api.logLines.join('')).not.toContain(passwordHash)
  })

  it("takes only hashes of proven addresses from Auth0's second file, and no address twice", async () => {
    const email = newAddress()
    const hashes = path.join(await temporaryFolder(), 'hashes')
    const load = async (...rows: object[]) => {
      await writeFile(hashes, linesOf(...rows).text)
      return runImport(api, linesOf({ email, email_verified: true }), 'auth0', ['--hashes', hashes])
    }
    const ofStranger = { email: email.toUpperCase(), email_verified: false, passwordHash }
    const ofOwner = { email, email_verified: true, passwordHash: passwordHash.replace('2b', '2a') }
    expect(await load(ofOwner, { ...ofStranger, email_verified: true })).toMatchObject({
      ...{ code: 1, err: expect.stringContaining('line 2: this address came before') },
    })
    expect(await load(ofOwner, ofStranger)).toMatchObject({ code: 0 })
    expect(await find(email)).toMatchObject({ password: { hash: ofOwner.passwordHash } })
  })

  it('shows the first ten bad rows without --bad, and leaves no empty list', async () => {
    const file = path.join(await temporaryFolder(), 'people')
    await writeFile(file, linesOf(...Array.from({ length: 12 }, () => ({ email: '' }))).text)
    const { code, err } = await runLatchkey(api, ['import', file, '--from', 'ndjson'])
    expect([code, err.match(/^line \d+: email .+$/gm)?.length]).toEqual([3, 10])
    expect(err).toContain('12 rows cannot be imported. Add --bad FILE to list them all.')
    const { list } = await importRows([proven()])
    await expect(readFile(list)).rejects.toThrow('ENOENT')
  })

  it.each([
    ['a file that is not there', ['/nowhere/people', '--from', 'csv'], 1, /^latchkey: .+ cannot be read/],
    ['no format', ['people'], 2, /--from/],
    ['an unknown format', ['people', '--from', 'okta'], 2, /Allowed choices are ndjson/],
    ['Firebase without its parameters', ['people', '--from', 'firebase'], 1, /--mem-cost, --rounds/],
    ['parameters of Firebase for others', ['people', '--from', 'csv', '--rounds', '8'], 1, /go with --from firebase/],
    ['hashes for others than Auth0', ['people', '--from', 'csv', '--hashes', 'x'], 1, /goes with --from auth0/],
    [
      'Firebase without its key',
      ['people', '--from', 'firebase', '--mem-cost', '14', '--rounds', '8', '--salt-separator', 'Bw=='],
      1,
      /FIREBASE_SIGNER_KEY is not set/,
    ],
  ])('says what is wrong with %s', async (_, args, code, err) => {
    const before = await countUsers()
    expect(await runLatchkey(api, ['import', ...args])).toMatchObject({ code, err: expect.stringMatching(err) })
    expect(await countUsers()).toBe(before)
  })

  it('reads a boolean in any spelling of spreadsheets and databases', async () => {
    const [clerk, django, firebase] = [newAddress(), newAddress(), newAddress()]
    const heads = 'primary_email_address,verified_email_addresses,password_digest,password_hasher,banned'
    await runImport(api, { text: `${heads}\n${clerk},${clerk},,,True\n` }, 'clerk')
    const trust = ['--trust-addresses']
    await runImport(api, { text: `email,password,is_active\n${django},,FALSE\n` }, 'django', trust)
    const row = { email: firebase, emailVerified: 'True', disabled: 'TRUE' }
    await runImport(api, { text: JSON.stringify({ users: [row] }) }, 'firebase', ['--without-passwords'])
    for (const email of [clerk, django, firebase]) expect((await find(email))?.disabledAt).toBeInstanceOf(Date)
  })

  it.each(['{"full_name": 7, "name": "Ada"}', '{"full_name": {"first": "Ada"}}', 'null', '[]'])(
    'takes a person of Supabase whose metadata is %s',
    async metadata => {
      const email = newAddress()
      const heads = 'email,encrypted_password,email_confirmed_at,confirmation_sent_at,raw_user_meta_data'
      const text = `${heads}\n${email},,2020-05-06,2020-05-06,"${metadata.replaceAll('"', '""')}"\n`
      expect(await runImport(api, { text }, 'supabase')).toMatchObject({ code: 0, bad: [] })
      expect((await find(email))?.name).toBe(metadata.includes('"name": "Ada"') ? 'Ada' : null)
    },
  )

  it("names the line of Auth0's hashes that cannot be read", async () => {
    const hashes = path.join(await temporaryFolder(), 'hashes')
    await writeFile(hashes, `{"email": "${newAddress()}"}\n{"email": 7}\n`)
    expect(await runImport(api, linesOf({}), 'auth0', ['--hashes', hashes])).toMatchObject({
      ...{ code: 1, err: expect.stringContaining('--hashes, line 2: email is missing, or has the wrong type.') },
    })
  })

  it.each([
    ['empty', '', 'csv', / is empty/],
    ['UTF-16', Buffer.from('\ufeffemail', 'utf16le'), 'csv', /Save it as UTF-8/],
    ['no JSON', 'email,name\n', 'ndjson', /does not begin as JSON does/],
    ['unclear about a column', 'email,emailVerified,name,name\n', 'csv', /names the column name twice/],
    ['without the columns', 'mail,verified\n', 'csv', /missing: email, emailVerified/],
    ['without a list of people', '{"realm": "x", "clients": [{}]}', 'keycloak', /no list "users"/],
  ])('says that a file is %s', async (_, text, from, err) => {
    expect(await runImport(api, { text }, from)).toMatchObject({ code: 1, err: expect.stringMatching(err) })
  })

  it.each([
    ['name', `${newAddress()},true,"Ada,\n${newAddress()},true,",en`, 'name'],
    ['language', `${newAddress()},true,Ada,"en\n${newAddress()},true,Grace,en"`, 'language'],
  ])('lists all lines that an open quote made the %s of one person', async (_, rows, field) => {
    const { bad, out } = await runImport(api, { text: `email,emailVerified,name,language\n${rows}\n` }, 'csv')
    expect(out).toContain('0 people  imported\n')
    expect(bad).toEqual([expect.stringMatching(new RegExp(`^2,${field},".+; nothing of lines 2 to 3 was imported"$`))])
  })

  it('lists all lines that an open quote hid in a column that the format does not read', async () => {
    const names = 'email,encrypted_password,email_confirmed_at,confirmation_sent_at,phone\n'
    const rows = `${newAddress()},,,,"1\n${newAddress()},,,,2\n${newAddress()},,,,3"\n${newAddress()},,,,4\n`
    const { bad, out } = await runImport(api, { text: names + rows }, 'supabase')
    expect(out).toContain('1 people  imported\n')
    expect(bad).toEqual([
      expect.stringMatching(/^2,phone,"holds a line break.+; nothing of lines 2 to 4 was imported"$/),
    ])
  })

  it('says where a file breaks off, and imports the rest when it is whole', async () => {
    const email = newAddress()
    const whole = JSON.stringify([proven(), proven(email)], null, 1)
    const half = await runImport(api, { text: whole.slice(0, -20) }, 'ndjson')
    expect(half).toMatchObject({ code: 1, err: expect.stringMatching(/is no whole JSON: it breaks at line \d+/) })
    expect(await runImport(api, { text: whole }, 'ndjson')).toMatchObject({ code: 0 })
    expect(await signInStatus(email)).toBe(200)
  })
})
