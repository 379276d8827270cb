import { existsSync } from 'node:fs'
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { runImport, runLatchkey, temporaryFolder } from '../../../../testing/import.ts'
import { testApi } from '../../../../testing/test.ts'

const [api, other] = await Promise.all([testApi(), testApi()])
// Made by libxcrypt.
const passwordHash = '$2b$05$abcdefghijklmnopqrstuuD3mHdCr44zlIZ.VZCaYRpfQhXMYnEo.'
const proven = () => ({ email: `${crypto.randomUUID()}@example.com`, emailVerified: true, passwordHash })

describe('latchkey export', () => {
  it('writes people as import reads them, into a file that only its owner reads', async () => {
    const rows = [
      { ...proven(), name: 'Ada', language: 'de', createdAt: '2020-05-06T07:08:09.000Z', disabled: false },
      { ...proven(), name: null, language: null, createdAt: '2021-05-06T07:08:09.000Z', disabled: true },
    ]
    await runImport(api, { text: rows.map(row => JSON.stringify(row)).join('\n') }, 'ndjson')
    const [refused, guessed] = [proven(), proven()]
    await runImport(api, { text: [refused, guessed].map(row => JSON.stringify(row)).join('\n') }, 'ndjson')
    const mark = ({ email }: { email: string }, since: 'disabledAt' | 'strangersRefusedAt') =>
      api.db.password.updateMany({ where: { user: { email } }, data: { [since]: new Date() } })
    await mark(refused, 'disabledAt')
    await mark(guessed, 'strangersRefusedAt')
    const gone = await api.createUser()
    await runLatchkey(api, ['user', 'delete', gone.email, '--yes'])
    const folder = await temporaryFolder()
    const [bare, whole] = ['bare', 'whole'].map(name => path.join(folder, name)) as [string, string]
    expect(await runLatchkey(api, ['export', bare])).toMatchObject({ code: 0 })
    expect(await readFile(bare, 'utf8')).not.toContain('$')
    const { out } = await runLatchkey(api, ['export', whole, '--with-hashes'])
    expect((await stat(whole)).mode & 0o777).toBe(0o600)
    const written = (await readFile(whole, 'utf8'))
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(out).toBe(`${written.length} people  exported\n`)
    expect(written).toEqual(expect.arrayContaining(rows))
    const emails = written.map(({ email }) => email)
    expect(emails).not.toContain(gone.email)
    for (const { email } of [refused, guessed])
      expect(written[emails.indexOf(email)]).not.toHaveProperty('passwordHash')

    expect(await runImport(other, { file: whole }, 'ndjson')).toMatchObject({ code: 0 })
    const again = path.join(folder, 'again')
    await runLatchkey(other, ['export', again, '--with-hashes'])
    const bySortedLines = async (file: string) => (await readFile(file, 'utf8')).split('\n').sort()
    expect(await bySortedLines(again)).toEqual(await bySortedLines(whole))
    expect(await runLatchkey(api, ['export', whole])).toMatchObject({ code: 1 })
    expect(await bySortedLines(whole)).toEqual(await bySortedLines(again))
  })
  it('gives the file its name only when all people are in it, and never replaces one', async () => {
    const folder = await temporaryFolder()
    const file = path.join(folder, 'people')
    const isThere: boolean[] = []
    const db = new Proxy(api.db, {
      get(target, name) {
        isThere.push(existsSync(file))
        return Reflect.get(target, name, target)
      },
    })
    const watched = { url: api.url, deps: { ...api.deps, db } }
    expect(await runLatchkey(watched, ['export', file])).toMatchObject({ code: 0 })
    expect(isThere).toContain(false)
    expect(isThere).not.toContain(true)
    expect(await readdir(folder)).toEqual(['people'])

    await writeFile(`${file}2.partial`, 'of an export that was stopped')
    expect(await runLatchkey(api, ['export', `${file}2`])).toMatchObject({
      ...{ code: 1, err: expect.stringContaining('An export that was stopped left it') },
    })
    expect(await readdir(folder)).toEqual(['people', 'people2.partial'])
  })
})
